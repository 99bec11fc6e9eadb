using System.Data.Common;
using Dapper;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>A change of people, sessions, tokens or rights.</summary>
/// <param name="Actor">Who made it, and from where (<see cref="Actor.From"/>).</param>
/// <param name="Kind">What was done, camelCase, such as <c>tokenMade</c>.</param>
/// <param name="Subject">What was changed: a person's, session's or token's id.</param>
/// <param name="Before">The state before as JSON, without secrets; null for something new.</param>
/// <param name="After">The state after as JSON, without secrets; null for something removed.</param>
public sealed record RightsChange(Actor Actor, string Kind, string Subject, string? Before, string? After)
{
    /// <summary>The command that caused it, so that a repeat finds its first result in <see cref="After"/>; null if there was no command.</summary>
    public RecordedCommand? Command { get; init; }

    /// <summary>The table whose row is changed or removed, by which the audit compares the row later; null for none.</summary>
    public GuardedTable? In { get; init; }

    /// <summary>The row's id, where that is not the subject.</summary>
    public string? RowId { get; init; }
}

/// <summary>The append-only, chained trail of changes of rights. A change and its row are one transaction.</summary>
public sealed class RightsLog(Database database, TimeProvider time)
{
    /// <summary>Whether a command has been carried out.</summary>
    public async Task<bool> KnowsAsync(CommandId id) => await FindCommandAsync(id) is not null;

    /// <summary>What a command changed, with the state after it as the answer; null when it has not been carried out.</summary>
    private async Task<RecordedCommand?> FindCommandAsync(CommandId id)
    {
        await using var connection = await database.OpenReadAsync();
        var row = await connection.QuerySingleOrDefaultAsync<CommandRow>(
            "SELECT content_hash AS Hash, after AS After FROM rights_changes WHERE command_id = @Value",
            new { id.Value }
        );
        return row is null ? null : new(id.Value, row.Hash, row.After);
    }

    /// <summary>
    /// Carries a command out, unless it has been: then it gets the first answer again, which is the state after it. Refused
    /// besides: <see cref="RefusalCode.IdempotencyKeyReused"/>.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="content">What it asks for.</param>
    /// <param name="carryOut">Carries it out, and appends its change under the command that it is given.</param>
    public async Task<Answer<TBody>> OnceAsync<TContent, TBody>(
        CommandContext context,
        TContent content,
        Func<RecordedCommand, Task<Answer<TBody>>> carryOut
    )
        where TBody : class
    {
        var hash = CommandHash.Of(content);
        if (await FindCommandAsync(context.Id) is not { } first)
        {
            return await carryOut(new(context.Id.Value, hash.Bytes, null));
        }

        return first.IsOf(hash) ? StateJson.Read<TBody>(first.Answer!) : Repeats.KeyReused(context.Id);
    }

    /// <summary>Records a command that was accepted and changed nothing, so that a late repeat is not decided again.</summary>
    /// <param name="actor">Who commanded.</param>
    /// <param name="subject">What it would have changed.</param>
    /// <param name="body">How that is: the answer.</param>
    /// <param name="command">The command.</param>
    public async Task<TBody> RecordUnchangedAsync<TBody>(
        Actor actor,
        string subject,
        TBody body,
        RecordedCommand command
    )
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var unchanged = StateJson.Write(body);
        await AppendAsync(
            transaction,
            new(actor, NothingChanged.Kind, subject, unchanged, unchanged) { Command = command }
        );
        await transaction.CommitAsync();
        return body;
    }

    /// <summary>
    /// Appends a change within the transaction that makes it, once the row that it changes is written; changes wait for each
    /// other at the head.
    /// </summary>
    public async Task AppendAsync(DbTransaction transaction, RightsChange change)
    {
        var connection = transaction.Connection!;
        // The update comes first: it holds the head until the transaction ends.
        var head = await connection.QuerySingleAsync<Head>(
            "UPDATE rights_head SET seq = seq + 1 WHERE only_row = 1 RETURNING seq AS Seq, chain AS Chain",
            transaction: transaction
        );
        var row = new RightsRow(
            head.Seq,
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            change.Kind,
            change.Subject,
            change.Actor.Id,
            change.Actor.From,
            change.Before,
            change.After,
            change.Command
        )
        {
            Kept = change.In is { } table
                ? await table.KeepAsync(connection, transaction, change.RowId ?? change.Subject)
                : null,
        };
        var link = row.LinkAfter(head.Chain);
        await connection.ExecuteAsync(
            """
            INSERT INTO rights_changes (seq, at, kind, subject, actor, source, before, after, command_id,
                content_hash, kept_in, kept_id, kept, chain)
            VALUES (@Seq, @At, @Kind, @Subject, @Actor, @Source, @Before, @After, @CommandId, @ContentHash, @Table, @Id,
                @Hidden, @link)
            """,
            new
            {
                row.Seq,
                row.At,
                row.Kind,
                row.Subject,
                row.Actor,
                row.Source,
                row.Before,
                row.After,
                CommandId = row.Command?.Id,
                ContentHash = row.Command?.ContentHash.ToArray(),
                row.Kept?.Table,
                row.Kept?.Id,
                row.Kept?.Hidden,
                link,
            },
            transaction
        );
        await connection.ExecuteAsync(
            "UPDATE rights_head SET chain = @link WHERE only_row = 1",
            new { link },
            transaction
        );
    }

    private sealed class CommandRow
    {
        public required byte[] Hash { get; init; }
        public string? After { get; init; }
    }

    private sealed class Head
    {
        public required long Seq { get; init; }
        public required byte[] Chain { get; init; }
    }
}
