using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Storage;

namespace Tallydesk.People;

/// <summary>
/// Records failed sign-ins with unknown addresses. The typed text is not stored, because it could be a password in the wrong
/// field: the audit contains a hash of an address, so that attempts can be found by address, and nothing of any other text.
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
