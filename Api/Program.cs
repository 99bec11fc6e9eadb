using Tallydesk.Demo;
using Tallydesk.Hosting;
using Tallydesk.Storage;

return await Startup.RunAsync(() =>
    args switch
    {
        [VerifyAudit.Name, .. var rest] => VerifyAudit.RunAsync(rest),
        [RenewEpoch.Name, .. var rest] => RenewEpoch.RunAsync(rest),
        [EraseTexts.Name, .. var rest] => EraseTexts.RunAsync(rest),
        [RebuildSearch.Name, .. var rest] => RebuildSearch.RunAsync(rest),
        [var word, ..] when !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal) =>
            throw new StartupException(
                $"Unknown command: {word}. The commands are {VerifyAudit.Name}, {RenewEpoch.Name}, {EraseTexts.Name} and {RebuildSearch.Name}. Settings start with --."
            ),
        _ => ServeAsync(args),
    }
);

static async Task<int> ServeAsync(string[] args)
{
    await using var app = Gateway.Build(args);
    await app.StartAsync();
    app.Announce();
    if (args.Contains(Gateway.DemoSwitch))
    {
        await app.Services.GetRequiredService<DemoVendor>().FillAsync(Console.Out);
    }

    await app.WaitForShutdownAsync();
    return 0;
}
