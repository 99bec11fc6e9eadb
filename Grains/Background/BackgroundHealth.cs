using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tallydesk.Background;

/// <summary>How the background loops of this process are.</summary>
public sealed class BackgroundHealth(IServiceProvider services)
{
    /// <summary>Every loop, by name.</summary>
    public ImmutableArray<LoopRecord> Loops =>
        [
            .. services
                .GetServices<IHostedService>()
                .OfType<BackgroundLoop>()
                .Select(loop => loop.Record)
                .OrderBy(record => record.Name, StringComparer.Ordinal),
        ];

    /// <summary>The names of loops that have not succeeded for several periods.</summary>
    public ImmutableArray<string> Degraded =>
        [.. Loops.Where(record => record.IsDegraded).Select(record => record.Name)];
}
