using System.Collections.Immutable;

namespace Tallydesk.Journal;

/// <summary>Another activation has changed the grain since it was read. Nothing was written; retry with the same command id.</summary>
/// <param name="grainKey">The grain.</param>
[GenerateSerializer, Alias("tallydesk.stale-version")]
public sealed class StaleVersionException(string grainKey)
    : Exception($"{grainKey} was changed by another activation after it was read here.");

/// <summary>Commits joined to this one are based on old versions of their grains. Nothing was written.</summary>
/// <param name="grainKeys">The grains with old versions, at least one.</param>
[GenerateSerializer, Alias("tallydesk.joined-stale")]
public sealed class JoinedStaleException(ImmutableArray<string> grainKeys)
    : Exception($"{string.Join(", ", grainKeys)} were changed after their joined commits were prepared.")
{
    /// <summary>The grains with old versions.</summary>
    [Id(0)]
    public ImmutableArray<string> GrainKeys { get; } = grainKeys;
}

/// <summary>The command id or operation key is already in this grain's rows. Nothing was written.</summary>
/// <param name="grainKey">The grain.</param>
[GenerateSerializer, Alias("tallydesk.duplicate-command")]
public sealed class DuplicateCommandException(string grainKey)
    : Exception($"{grainKey} has already processed this command.");

/// <summary>The database rejected the commit. Nothing was written.</summary>
/// <param name="grainKey">The grain.</param>
/// <param name="inner">The database's error.</param>
[GenerateSerializer, Alias("tallydesk.journal-rejected")]
public sealed class JournalRejectedException(string grainKey, Exception inner)
    : Exception($"The database rejected a commit of {grainKey}: {inner?.Message}", inner);

/// <summary>
/// Another grain refused a step of a flow across several grains, for example because it is busy. The flow stays pending and continues
/// later.
/// </summary>
/// <param name="step">The step, such as its operation key.</param>
/// <param name="detail">The other grain's reason.</param>
[GenerateSerializer, Alias("tallydesk.step-refused")]
public sealed class StepRefusedException(string step, string detail) : Exception($"{step} was refused: {detail}");

/// <summary>The response to a commit was lost: it may or may not be on disk. Retry with the same command id to find out.</summary>
/// <param name="grainKey">The grain.</param>
/// <param name="inner">The underlying error.</param>
[GenerateSerializer, Alias("tallydesk.unknown-outcome")]
public sealed class UnknownOutcomeException(string grainKey, Exception? inner)
    : Exception($"The outcome of a commit of {grainKey} is unknown: {inner?.Message}", inner);
