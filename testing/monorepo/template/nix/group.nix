# As haskell-flake does it: an extension made of a list of directories, and settings for some of the packages in it.
{ pkgs }:

let
  inherit (pkgs) lib;
  inherit (pkgs.haskell.lib.compose) overrideCabal;

  directories = [
    "money"
    "catalog"
    "orders"
    "service"
  ];

  settings = {
    orders.doCheck = true;
    service.description = "What the server does";
  };
in
self: super:
lib.genAttrs directories (
  name: overrideCabal (_: settings.${name} or { }) (self.callCabal2nix name (../packages + "/${name}") { })
)
