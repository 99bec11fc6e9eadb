namespace Tallydesk.Journal;

/// <summary>Another activation has written the grain since it was read. Nothing was written.</summary>
internal sealed class StaleVersionException(string grainKey)
    : Exception($"{grainKey} has been written by another activation since it was read here.");

/// <summary>The command id or operation key stands in this grain's rows already. Nothing was written.</summary>
internal sealed class DuplicateCommandException(string grainKey)
    : Exception($"{grainKey} has seen this command before.");

/// <summary>The database refused the commit. Nothing was written.</summary>
internal sealed class JournalRejectedException(string grainKey, Exception inner)
    : Exception($"The database refused a commit of {grainKey}: {inner.Message}", inner);

/// <summary>The answer to a commit was lost: it may be on disk or not.</summary>
internal sealed class UnknownOutcomeException(string grainKey, Exception inner)
    : Exception($"The outcome of a commit of {grainKey} is unknown: {inner.Message}", inner);
