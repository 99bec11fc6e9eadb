using System.Collections.Immutable;
using System.Globalization;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>Fresh databases for crash hosts, and how each flow goes when nothing disturbs it.</summary>
public sealed class Stores : IAsyncLifetime
{
    /// <summary>The flows over several grains.</summary>
    internal static readonly ImmutableArray<string> Flows =
    [
        "registration",
        "agreement",
        "correction",
        "settlement",
        "split",
        "closing",
        "lateReply",
        "merge",
        "chat",
        "revocation",
        "modification",
        "return",
        "waiver",
    ];

    private readonly string root = Path.Combine(Path.GetTempPath(), $"tallydesk-{Path.GetRandomFileName()}");
    private Dictionary<string, Whole> whole = [];
    private int folders;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(root);
        whole = await Whole.RunAsync(Flows.ToDictionary(flow => flow, _ => NewFolder()));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A folder for a SQLite database.</summary>
    public string NewFolder() =>
        Path.Combine(root, Interlocked.Increment(ref folders).ToString(CultureInfo.InvariantCulture));

    /// <summary>A database of its own on the tests' PostgreSQL.</summary>
    public static async Task<string> NewDatabaseAsync() =>
        await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

    /// <summary>The flow as it goes when nothing disturbs it.</summary>
    internal Whole WholeOf(string flow) => whole[flow];
}
