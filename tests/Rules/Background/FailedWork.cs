using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tallydesk.Background;

namespace Tallydesk.Tests.Background;

/// <summary>What failed, to be tried again never.</summary>
internal sealed class FailedWork : IFailedWork
{
    public ConcurrentDictionary<string, DateTimeOffset?> Aside { get; } = new(StringComparer.Ordinal);

    public Task<ImmutableDictionary<string, DateTimeOffset?>> ReadAsync(string kind) =>
        Task.FromResult(Aside.ToImmutableDictionary(StringComparer.Ordinal));

    public Task<ImmutableDictionary<string, ImmutableDictionary<string, DateTimeOffset?>>> ReadEachAsync(
        params ImmutableArray<string> kinds
    ) =>
        Task.FromResult(
            kinds.ToImmutableDictionary(kind => kind, _ => Aside.ToImmutableDictionary(StringComparer.Ordinal))
        );

    public Task FailAsync(string kind, string id, Exception failure)
    {
        Aside[id] = null;
        return Task.CompletedTask;
    }

    public Task GiveUpAsync(string kind, string id, string failure) => Task.CompletedTask;

    public Task ForgetAsync(string kind, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Aside.TryRemove(id, out _);
        }

        return Task.CompletedTask;
    }
}
