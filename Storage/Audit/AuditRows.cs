using System.Text.Json;
using Tallydesk.Journal;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Audit;

/// <summary>A row of history with all that is chained.</summary>
internal sealed record AuditedHistory
{
    public const string Columns =
        "grain_key AS Grain, seq AS Seq, at AS At, kind AS Kind, actor AS Actor, body AS Body, command_id AS CommandId, "
        + "content_hash AS ContentHash, answer AS Answer, source AS Source, chain AS Chain, epoch AS Epoch, "
        + "chain_version AS ChainVersion, text_hash AS TextHash, "
        + StoredText.Column;

    public required string Grain { get; init; }
    public required long Seq { get; init; }
    public required long At { get; init; }
    public required string Kind { get; init; }
    public required string Actor { get; init; }
    public required string Body { get; init; }
    public string? CommandId { get; init; }
    public byte[]? ContentHash { get; init; }
    public string? Answer { get; init; }
    public string? Source { get; init; }
    public required byte[] Chain { get; init; }
    public required long Epoch { get; init; }
    public required int ChainVersion { get; init; }
    public byte[]? TextHash { get; init; }
    public string? Text { get; init; }

    /// <summary>Whether a release wrote it from before places were kept.</summary>
    public bool IsEarlier => Epoch == 0;

    public byte[] LinkAfter(byte[] before) => AuditTrail.LinkOf(before, Grain, ToRow());

    public HistoryRow ToRow() =>
        new(Seq, DateTimeOffset.FromUnixTimeMilliseconds(At), Kind, Actor, Body)
        {
            // A hash without its command was never written; it must not pass for a row without a command.
            Command =
                CommandId is null && ContentHash is null && Answer is null
                    ? null
                    : new(CommandId ?? "", ContentHash ?? [], Answer),
            Source = Source,
            ChainVersion = ChainVersion,
            TextHash = TextHash is null ? null : (ReadOnlyMemory<byte>?)TextHash,
        };

    /// <summary>The row with its texts in their places; those that were erased, or can't be read, are empty.</summary>
    public HistoryRow ToWholeRow()
    {
        try
        {
            return ToRow() with { Body = PeoplesText.Join(Body, Text) };
        }
        // A text that was altered is found by its hash.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ToRow() with { Body = PeoplesText.Join(Body, text: null) };
        }
    }

    /// <summary>The row without its texts; the row itself when there are none.</summary>
    public AuditedHistory WithoutText()
    {
        if (ChainVersion != 1 || PeoplesText.WholeKinds.Contains(Kind))
        {
            return Text is null ? this : this with { Text = null };
        }

        var (body, answer) = (
            Body.Length == 0 ? Body : PeoplesText.Emptied(Body),
            Answer is null ? null : PeoplesText.Emptied(Answer)
        );
        return body == Body && answer == Answer
            ? this
            : this with
            {
                Body = body,
                Answer = answer,
                // The hash of the content would allow guessing a text.
                ContentHash = ContentHash is null ? null : [],
            };
    }
}

/// <summary>A ledger entry with all that is chained.</summary>
internal sealed class AuditedEntry
{
    public const string Columns =
        "account AS Grain, seq AS Seq, at AS At, kind AS Kind, amount AS Amount, balance_after AS BalanceAfter, "
        + "actor AS Actor, ticket AS Ticket, operation_key AS OperationKey, content_hash AS ContentHash, answer AS Answer, "
        + "body AS Body, source AS Source, chain AS Chain";

    public required string Grain { get; init; }
    public required long Seq { get; init; }
    public required long At { get; init; }
    public required string Kind { get; init; }
    public required long Amount { get; init; }
    public required long BalanceAfter { get; init; }
    public required string Actor { get; init; }
    public long? Ticket { get; init; }
    public required string OperationKey { get; init; }
    public required byte[] ContentHash { get; init; }
    public string? Answer { get; init; }
    public required string Body { get; init; }
    public string? Source { get; init; }
    public required byte[] Chain { get; init; }

    public byte[] LinkAfter(byte[] before) => AuditTrail.LinkOf(before, Grain, ToRow());

    public EntryRow ToRow() =>
        new(
            Seq,
            DateTimeOffset.FromUnixTimeMilliseconds(At),
            Kind,
            new(Amount),
            new(BalanceAfter),
            Actor,
            new(OperationKey, ContentHash, Answer),
            Body
        )
        {
            Ticket = Ticket,
            Source = Source,
        };
}

/// <summary>A change of rights with all that is chained.</summary>
internal sealed class AuditedRight
{
    public const string Columns =
        "seq AS Seq, at AS At, kind AS Kind, subject AS Subject, actor AS Actor, source AS Source, before AS Before, "
        + "after AS After, command_id AS CommandId, content_hash AS ContentHash, kept_in AS KeptIn, kept_id AS KeptId, "
        + "kept AS Kept, chain AS Chain";

    public required long Seq { get; init; }
    public required long At { get; init; }
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public required string Actor { get; init; }
    public string? Source { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
    public string? CommandId { get; init; }
    public byte[]? ContentHash { get; init; }
    public string? KeptIn { get; init; }
    public string? KeptId { get; init; }
    public string? Kept { get; init; }
    public required byte[] Chain { get; init; }

    public byte[] LinkAfter(byte[] before) =>
        new RightsRow(
            Seq,
            At,
            Kind,
            Subject,
            Actor,
            Source,
            Before,
            After,
            CommandId is null && ContentHash is null ? null : new(CommandId ?? "", ContentHash ?? [], null)
        )
        {
            Kept = KeptIn is null && KeptId is null && Kept is null ? null : new(KeptIn ?? "", KeptId ?? "", Kept),
        }.LinkAfter(before);
}

/// <summary>What a grain's state says of its rows.</summary>
internal sealed record StateHead(long HistorySeq, long EntrySeq, AuditLinks? Audit)
{
    /// <summary>The state of a grain that was never written.</summary>
    public static StateHead None { get; } = new(0, 0, null);

    /// <summary>Reads it out of a state's JSON.</summary>
    public static StateHead Of(byte[]? state) => state is null ? None : ReadOrNone(state);

    // What can't be read counts no rows, and so differs from every chain.
    private static StateHead ReadOrNone(byte[] state)
    {
        try
        {
            return StateJson.Read<StateHead>(state.AsSpan());
        }
        catch (JsonException)
        {
            return None;
        }
    }
}
