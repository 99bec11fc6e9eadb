using Tallydesk.Hosting;

return await Startup.RunAsync(async () =>
{
    await using var app = Gateway.Build(args);
    await app.StartAsync();
    app.Announce();
    await app.WaitForShutdownAsync();
});
