{
  symlinkJoin,
  server,
  client,
  admin,
}:

symlinkJoin {
  name = "shop";
  paths = [
    server
    client
  ];
}
