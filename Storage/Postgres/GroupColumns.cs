using Tallydesk.Journal;
using static NpgsqlTypes.NpgsqlDbType;

namespace Tallydesk.Storage.Postgres;

/// <summary>The columns of one table in a group's statement.</summary>
internal interface IGroupColumns
{
    /// <summary>Adds a commit's rows.</summary>
    void Add(Commit commit);
}

/// <summary>The states.</summary>
internal sealed class StateColumns(ArrayParameters parameters) : IGroupColumns
{
    private readonly List<string> keys = parameters.Add<string>(Text);
    private readonly List<string> states = parameters.Add<string>(Text);
    private readonly List<int> expected = parameters.Add<int>(Integer);
    private readonly List<ReadOnlyMemory<byte>> payloads = parameters.Add<ReadOnlyMemory<byte>>(Bytea);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        keys.Add(commit.GrainKey);
        states.Add(commit.StateName);
        expected.Add(commit.ExpectedVersion);
        payloads.Add(commit.State);
    }
}

/// <summary>The events.</summary>
internal sealed class HistoryColumns(ArrayParameters parameters) : IGroupColumns
{
    private readonly List<string> keys = parameters.Add<string>(Text);
    private readonly List<long> seqs = parameters.Add<long>(Bigint);
    private readonly List<long> at = parameters.Add<long>(Bigint);
    private readonly List<string> kinds = parameters.Add<string>(Text);
    private readonly List<string> actors = parameters.Add<string>(Text);
    private readonly List<string> bodies = parameters.Add<string>(Text);
    private readonly List<string?> commands = parameters.Add<string?>(Text);
    private readonly List<ReadOnlyMemory<byte>?> hashes = parameters.Add<ReadOnlyMemory<byte>?>(Bytea);
    private readonly List<string?> answers = parameters.Add<string?>(Text);
    private readonly List<string?> sources = parameters.Add<string?>(Text);
    private readonly List<ReadOnlyMemory<byte>> links = parameters.Add<ReadOnlyMemory<byte>>(Bytea);
    private readonly List<int> versions = parameters.Add<int>(Integer);
    private readonly List<ReadOnlyMemory<byte>?> texts = parameters.Add<ReadOnlyMemory<byte>?>(Bytea);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var row in commit.History)
        {
            keys.Add(commit.GrainKey);
            seqs.Add(row.Seq);
            at.Add(row.At.ToUnixTimeMilliseconds());
            kinds.Add(row.Kind);
            actors.Add(row.Actor);
            bodies.Add(row.Body);
            commands.Add(row.Command?.Id);
            hashes.Add(row.Command?.ContentHash);
            answers.Add(row.Command?.Answer);
            sources.Add(row.Source);
            links.Add(row.Link);
            versions.Add(row.ChainVersion);
            texts.Add(row.TextHash);
        }
    }
}

/// <summary>What people wrote in the events.</summary>
internal sealed class TextColumns(ArrayParameters parameters) : IGroupColumns
{
    private readonly List<string> keys = parameters.Add<string>(Text);
    private readonly List<long> seqs = parameters.Add<long>(Bigint);
    private readonly List<ReadOnlyMemory<byte>> salts = parameters.Add<ReadOnlyMemory<byte>>(Bytea);
    private readonly List<string> texts = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var row in commit.History)
        {
            if (row.Text is { } text)
            {
                keys.Add(commit.GrainKey);
                seqs.Add(row.Seq);
                salts.Add(text.Salt);
                texts.Add(text.Json);
            }
        }
    }
}

/// <summary>The ledger's entries.</summary>
internal sealed class EntryColumns(ArrayParameters parameters) : IGroupColumns
{
    private readonly List<string> accounts = parameters.Add<string>(Text);
    private readonly List<long> seqs = parameters.Add<long>(Bigint);
    private readonly List<long> at = parameters.Add<long>(Bigint);
    private readonly List<string> kinds = parameters.Add<string>(Text);
    private readonly List<long> amounts = parameters.Add<long>(Bigint);
    private readonly List<long> balances = parameters.Add<long>(Bigint);
    private readonly List<string> actors = parameters.Add<string>(Text);
    private readonly List<long?> tickets = parameters.Add<long?>(Bigint);
    private readonly List<string> operations = parameters.Add<string>(Text);
    private readonly List<ReadOnlyMemory<byte>> hashes = parameters.Add<ReadOnlyMemory<byte>>(Bytea);
    private readonly List<string?> answers = parameters.Add<string?>(Text);
    private readonly List<string> bodies = parameters.Add<string>(Text);
    private readonly List<string?> sources = parameters.Add<string?>(Text);
    private readonly List<ReadOnlyMemory<byte>> links = parameters.Add<ReadOnlyMemory<byte>>(Bytea);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var entry in commit.Entries)
        {
            accounts.Add(commit.GrainKey);
            seqs.Add(entry.Seq);
            at.Add(entry.At.ToUnixTimeMilliseconds());
            kinds.Add(entry.Kind);
            amounts.Add(entry.Amount.Value);
            balances.Add(entry.BalanceAfter.Value);
            actors.Add(entry.Actor);
            tickets.Add(entry.Ticket);
            operations.Add(entry.Operation.Id);
            hashes.Add(entry.Operation.ContentHash);
            answers.Add(entry.Operation.Answer);
            bodies.Add(entry.Body);
            sources.Add(entry.Source);
            links.Add(entry.Link);
        }
    }
}

/// <summary>The cards.</summary>
internal sealed class CardColumns(ArrayParameters parameters) : IGroupColumns
{
    private readonly List<string> keys = parameters.Add<string>(Text);
    private readonly List<string> kinds = parameters.Add<string>(Text);
    private readonly List<long> ranks = parameters.Add<long>(Bigint);
    private readonly List<long> versions = parameters.Add<long>(Bigint);
    private readonly List<string?> customers = parameters.Add<string?>(Text);
    private readonly List<string?> desks = parameters.Add<string?>(Text);
    private readonly List<string?> statuses = parameters.Add<string?>(Text);
    private readonly List<string?> assignees = parameters.Add<string?>(Text);
    private readonly List<long?> pending = parameters.Add<long?>(Bigint);
    private readonly List<long?> solved = parameters.Add<long?>(Bigint);
    private readonly List<string> bodies = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        if (commit.Card is not { } card)
        {
            return;
        }

        keys.Add(commit.GrainKey);
        kinds.Add(card.Kind);
        ranks.Add(card.Rank);
        versions.Add(commit.ExpectedVersion + 1L);
        customers.Add(card.Customer);
        desks.Add(card.Desk);
        statuses.Add(card.Status);
        assignees.Add(card.Assignee);
        pending.Add(card.PendingSince?.ToUnixTimeMilliseconds());
        solved.Add(card.SolvedSince?.ToUnixTimeMilliseconds());
        bodies.Add(card.Body);
    }
}

/// <summary>The notices, each with its grain, which decides whether it is stored.</summary>
internal sealed class NoticeColumns(ArrayParameters parameters) : IGroupColumns
{
    private readonly List<string> keys = parameters.Add<string>(Text);
    private readonly List<string> ids = parameters.Add<string>(Text);
    private readonly List<string> kinds = parameters.Add<string>(Text);
    private readonly List<string> targets = parameters.Add<string>(Text);
    private readonly List<string> bodies = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var notice in commit.Notices)
        {
            keys.Add(commit.GrainKey);
            ids.Add(notice.Id);
            kinds.Add(notice.Kind);
            targets.Add(notice.Target);
            bodies.Add(notice.Body);
        }
    }
}

/// <summary>The shop's orders, each with its grain, which decides whether it is stored.</summary>
internal sealed class OrderColumns(ArrayParameters parameters) : IGroupColumns
{
    private readonly List<string> keys = parameters.Add<string>(Text);
    private readonly List<string> names = parameters.Add<string>(Text);
    private readonly List<string> ids = parameters.Add<string>(Text);
    private readonly List<string> customers = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var order in commit.Orders)
        {
            keys.Add(commit.GrainKey);
            names.Add(order.Name);
            ids.Add(order.Id);
            customers.Add(order.Customer.Value);
        }
    }
}
