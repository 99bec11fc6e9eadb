using Tallydesk.Storage;
using Tallydesk.Storage.Settings;

namespace Tallydesk.Hosting;

/// <summary>
/// The command <c>renew-epoch</c>, for a database that was restored from a backup: from then on no id of an event can be one
/// that was sent before.
/// </summary>
internal static class RenewEpoch
{
    /// <summary>The command's name.</summary>
    public const string Name = "renew-epoch";

    /// <summary>Runs the command; the settings are the desk's own. The desk must not be running.</summary>
    /// <param name="args">The arguments behind the command's name.</param>
    /// <returns>The exit code: 0.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Configuration.AddSiloSettings();
        ExistingDatabase.Require(builder.Configuration.Read(StorageOptions.Section, new StorageOptionsValidator()));
        builder.Services.AddTallydeskStorage(builder.Configuration);
        await using var services = builder.Services.BuildServiceProvider();
        var epoch = await services.GetRequiredService<Database>().RenewEpochAsync(default);
        Console.WriteLine($"Epoch {epoch} has begun.");
        return 0;
    }
}
