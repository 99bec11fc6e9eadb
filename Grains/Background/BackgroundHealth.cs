using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tallydesk.Background;

/// <summary>The background loops of this process.</summary>
public sealed class BackgroundHealth(IServiceProvider services)
{
    /// <summary>Every loop, by name.</summary>
    public ImmutableArray<LoopRecord> Loops =>
        [.. All.Select(loop => loop.Record).OrderBy(record => record.Name, StringComparer.Ordinal)];

    /// <summary>The names of loops that have not succeeded for several periods.</summary>
    public ImmutableArray<string> Degraded =>
        [.. Loops.Where(record => record.IsDegraded).Select(record => record.Name)];

    private IEnumerable<BackgroundLoop> All =>
        services.GetServices<IHostedService>().OfType<BackgroundLoop>().SelectMany(loop => loop.Parts.Prepend(loop));

    /// <summary>Wakes every loop of this process, after something was made due.</summary>
    public void Wake()
    {
        foreach (var loop in All)
        {
            loop.Bell.Ring();
        }
    }
}
