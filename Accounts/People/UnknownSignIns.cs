using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Storage;

namespace Tallydesk.People;

/// <summary>
/// Notes failed sign-ins of addresses that nobody has. What was typed is not kept, because it can be a password in the wrong
/// field: an address stands in the audit as its hash, by which whoever knows it finds its attempts, and all else as nothing.
/// </summary>
public sealed class UnknownSignIns(Database database, RightsLog log)
{
    /// <summary>The audit's subject of what was no address.</summary>
    public const string NoAddress = "adr-none";

    private const string Prefix = "adr-";

    /// <summary>Notes one.</summary>
    /// <param name="visitor">Who tried, and from where.</param>
    /// <param name="email">What was typed.</param>
    public async Task NoteAsync(Actor visitor, string? email)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await log.AppendAsync(transaction, new(visitor, "signInFailed", SubjectOf(email), Before: null, After: null));
        await transaction.CommitAsync();
    }

    /// <summary>How the audit names an address.</summary>
    public static string SubjectOf(string? email) =>
        EmailAddress.Normalize(email) is var address && EmailAddress.IsOne(address)
            ? KeyHash.Of(Prefix, address)
            : NoAddress;
}
