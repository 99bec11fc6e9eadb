using System.Collections.Concurrent;
using System.Globalization;
using Tallydesk.Background;

namespace Tallydesk.Identity;

/// <summary>Remembers when tokens were used, and writes it down from time to time. What was noted just before a crash is lost: it is a hint for people who tidy up.</summary>
public sealed class TokenUses(TokenStore store, IFailedWork failed, TimeProvider time, ILogger<TokenUses> log)
    : BackgroundLoop("token uses", TimeSpan.FromSeconds(30), time, log)
{
    private const int Capacity = 10_000;
    private const long Minute = 60_000;
    private readonly ConcurrentDictionary<string, long> uses = new(StringComparer.Ordinal);

    /// <summary>A token was used just now.</summary>
    public void Note(string id)
    {
        var minute = Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if ((!uses.TryGetValue(id, out var noted) || noted != minute) && uses.Count < Capacity)
        {
            uses[id] = minute;
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await WriteAsync(stopping);
        await failed.RetryDueAsync(FailedWorkKinds.TokenUse, Time.GetUtcNow(), WriteOneAsync, stopping);
    }

    /// <inheritdoc/>
    protected override Task EndAsync() => WriteAsync(CancellationToken.None);

    private async Task WriteAsync(CancellationToken stopping)
    {
        var noted = uses.ToArray();
        try
        {
            await store.NoteUsesAsync(noted.Select(use => (use.Key, use.Value * Minute)));
        }
        catch (Exception) when (!stopping.IsCancellationRequested && noted.Length > 1)
        {
            // Perhaps because of one of them: the others are written singly.
            foreach (var use in noted)
            {
                var id = $"{use.Key} {use.Value}";
                await failed.TryAsync(FailedWorkKinds.TokenUse, id, () => WriteOneAsync(id), stopping);
            }
        }

        foreach (var use in noted)
        {
            uses.TryRemove(use);
        }
    }

    /// <summary>Writes one use down.</summary>
    /// <param name="id">The token and the minute.</param>
    private Task WriteOneAsync(string id)
    {
        var end = id.LastIndexOf(' ');
        var minute = long.Parse(id.AsSpan(end + 1), CultureInfo.InvariantCulture);
        return store.NoteUsesAsync([(id[..end], minute * Minute)]);
    }
}
