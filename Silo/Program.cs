using Tallydesk.Hosting;

// One silo of a cluster. Its only web addresses are those of its health.
return await Startup.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.UseTallydeskSilo(SiloRole.Member);
    builder.WebHost.UseUrls(builder.Configuration["Silo:HealthUrl"] ?? "http://127.0.0.1:8081");
    await using var silo = builder.Build();
    silo.MapTallydeskHealth();
    await silo.RunAsync();
    return 0;
});
