using Tallydesk.Journal;
using static NpgsqlTypes.NpgsqlDbType;

namespace Tallydesk.Storage.Postgres;

/// <summary>The columns of one table in a group's statement.</summary>
internal interface IGroupRows
{
    /// <summary>Adds a commit's rows.</summary>
    void Add(Commit commit);
}

/// <summary>The states.</summary>
internal sealed class StateRows(ArrayParameters parameters) : IGroupRows
{
    private readonly List<string> _keys = parameters.Add<string>(Text);
    private readonly List<string> _states = parameters.Add<string>(Text);
    private readonly List<int> _expected = parameters.Add<int>(Integer);
    private readonly List<ReadOnlyMemory<byte>> _payloads = parameters.Add<ReadOnlyMemory<byte>>(Bytea);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        _keys.Add(commit.GrainKey);
        _states.Add(commit.StateName);
        _expected.Add(commit.ExpectedVersion);
        _payloads.Add(commit.State);
    }
}

/// <summary>The events.</summary>
internal sealed class HistoryRows(ArrayParameters parameters) : IGroupRows
{
    private readonly List<string> _keys = parameters.Add<string>(Text);
    private readonly List<long> _seqs = parameters.Add<long>(Bigint);
    private readonly List<long> _at = parameters.Add<long>(Bigint);
    private readonly List<string> _kinds = parameters.Add<string>(Text);
    private readonly List<string> _actors = parameters.Add<string>(Text);
    private readonly List<string> _bodies = parameters.Add<string>(Text);
    private readonly List<string?> _commands = parameters.Add<string?>(Text);
    private readonly List<ReadOnlyMemory<byte>?> _hashes = parameters.Add<ReadOnlyMemory<byte>?>(Bytea);
    private readonly List<string?> _answers = parameters.Add<string?>(Text);
    private readonly List<string?> _sources = parameters.Add<string?>(Text);
    private readonly List<ReadOnlyMemory<byte>> _links = parameters.Add<ReadOnlyMemory<byte>>(Bytea);
    private readonly List<int> _versions = parameters.Add<int>(Integer);
    private readonly List<ReadOnlyMemory<byte>?> _texts = parameters.Add<ReadOnlyMemory<byte>?>(Bytea);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var row in commit.History)
        {
            _keys.Add(commit.GrainKey);
            _seqs.Add(row.Seq);
            _at.Add(row.At.ToUnixTimeMilliseconds());
            _kinds.Add(row.Kind);
            _actors.Add(row.Actor);
            _bodies.Add(row.Body);
            _commands.Add(row.Command?.Id);
            _hashes.Add(row.Command?.ContentHash);
            _answers.Add(row.Command?.Answer);
            _sources.Add(row.Source);
            _links.Add(row.Link);
            _versions.Add(row.ChainVersion);
            _texts.Add(row.TextHash);
        }
    }
}

/// <summary>What people wrote in the events.</summary>
internal sealed class TextRows(ArrayParameters parameters) : IGroupRows
{
    private readonly List<string> _keys = parameters.Add<string>(Text);
    private readonly List<long> _seqs = parameters.Add<long>(Bigint);
    private readonly List<ReadOnlyMemory<byte>> _salts = parameters.Add<ReadOnlyMemory<byte>>(Bytea);
    private readonly List<string> _texts = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var row in commit.History)
        {
            if (row.Text is { } text)
            {
                _keys.Add(commit.GrainKey);
                _seqs.Add(row.Seq);
                _salts.Add(text.Salt);
                _texts.Add(text.Json);
            }
        }
    }
}

/// <summary>The ledger's entries.</summary>
internal sealed class EntryRows(ArrayParameters parameters) : IGroupRows
{
    private readonly List<string> _accounts = parameters.Add<string>(Text);
    private readonly List<long> _seqs = parameters.Add<long>(Bigint);
    private readonly List<long> _at = parameters.Add<long>(Bigint);
    private readonly List<string> _kinds = parameters.Add<string>(Text);
    private readonly List<long> _amounts = parameters.Add<long>(Bigint);
    private readonly List<long> _balances = parameters.Add<long>(Bigint);
    private readonly List<string> _actors = parameters.Add<string>(Text);
    private readonly List<long?> _tickets = parameters.Add<long?>(Bigint);
    private readonly List<string> _operations = parameters.Add<string>(Text);
    private readonly List<ReadOnlyMemory<byte>> _hashes = parameters.Add<ReadOnlyMemory<byte>>(Bytea);
    private readonly List<string?> _answers = parameters.Add<string?>(Text);
    private readonly List<string> _bodies = parameters.Add<string>(Text);
    private readonly List<string?> _sources = parameters.Add<string?>(Text);
    private readonly List<ReadOnlyMemory<byte>> _links = parameters.Add<ReadOnlyMemory<byte>>(Bytea);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var entry in commit.Entries)
        {
            _accounts.Add(commit.GrainKey);
            _seqs.Add(entry.Seq);
            _at.Add(entry.At.ToUnixTimeMilliseconds());
            _kinds.Add(entry.Kind);
            _amounts.Add(entry.Amount.Value);
            _balances.Add(entry.BalanceAfter.Value);
            _actors.Add(entry.Actor);
            _tickets.Add(entry.Ticket);
            _operations.Add(entry.Operation.Id);
            _hashes.Add(entry.Operation.ContentHash);
            _answers.Add(entry.Operation.Answer);
            _bodies.Add(entry.Body);
            _sources.Add(entry.Source);
            _links.Add(entry.Link);
        }
    }
}

/// <summary>The cards.</summary>
internal sealed class CardRows(ArrayParameters parameters) : IGroupRows
{
    private readonly List<string> _keys = parameters.Add<string>(Text);
    private readonly List<string> _kinds = parameters.Add<string>(Text);
    private readonly List<long> _ranks = parameters.Add<long>(Bigint);
    private readonly List<long> _versions = parameters.Add<long>(Bigint);
    private readonly List<string?> _customers = parameters.Add<string?>(Text);
    private readonly List<string?> _desks = parameters.Add<string?>(Text);
    private readonly List<string?> _statuses = parameters.Add<string?>(Text);
    private readonly List<string?> _assignees = parameters.Add<string?>(Text);
    private readonly List<long?> _pending = parameters.Add<long?>(Bigint);
    private readonly List<long?> _solved = parameters.Add<long?>(Bigint);
    private readonly List<string> _bodies = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        if (commit.Card is not { } card)
        {
            return;
        }

        _keys.Add(commit.GrainKey);
        _kinds.Add(card.Kind);
        _ranks.Add(card.Rank);
        _versions.Add(commit.ExpectedVersion + 1L);
        _customers.Add(card.Customer);
        _desks.Add(card.Desk);
        _statuses.Add(card.Status);
        _assignees.Add(card.Assignee);
        _pending.Add(card.PendingSince?.ToUnixTimeMilliseconds());
        _solved.Add(card.SolvedSince?.ToUnixTimeMilliseconds());
        _bodies.Add(card.Body);
    }
}

/// <summary>The notices, each with its grain, which decides whether it is stored.</summary>
internal sealed class NoticeRows(ArrayParameters parameters) : IGroupRows
{
    private readonly List<string> _keys = parameters.Add<string>(Text);
    private readonly List<string> _ids = parameters.Add<string>(Text);
    private readonly List<string> _kinds = parameters.Add<string>(Text);
    private readonly List<string> _targets = parameters.Add<string>(Text);
    private readonly List<string> _bodies = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var notice in commit.Notices)
        {
            _keys.Add(commit.GrainKey);
            _ids.Add(notice.Id);
            _kinds.Add(notice.Kind);
            _targets.Add(notice.Target);
            _bodies.Add(notice.Body);
        }
    }
}

/// <summary>The shop's orders, each with its grain, which decides whether it is stored.</summary>
internal sealed class OrderRows(ArrayParameters parameters) : IGroupRows
{
    private readonly List<string> _keys = parameters.Add<string>(Text);
    private readonly List<string> _names = parameters.Add<string>(Text);
    private readonly List<string> _ids = parameters.Add<string>(Text);
    private readonly List<string> _customers = parameters.Add<string>(Text);

    /// <inheritdoc/>
    public void Add(Commit commit)
    {
        foreach (var order in commit.Orders)
        {
            _keys.Add(commit.GrainKey);
            _names.Add(order.Name);
            _ids.Add(order.Id);
            _customers.Add(order.Customer.Value);
        }
    }
}
