using Tallydesk.Demo;
using Tallydesk.Hosting;

return await Startup.RunAsync(async () =>
{
    await using var app = Gateway.Build(args);
    await app.StartAsync();
    app.Announce();
    if (args.Contains(Gateway.DemoSwitch))
    {
        await app.Services.GetRequiredService<DemoVendor>().FillAsync(Console.Out);
    }

    await app.WaitForShutdownAsync();
});
