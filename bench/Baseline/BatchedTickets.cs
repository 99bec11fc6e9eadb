using System.Threading.Channels;
using Npgsql;

namespace Tallydesk.Bench.Baseline;

/// <summary>
/// Tickets whose openings and assessments one committer carries out in groups: while one group is on its way to disk, the
/// next gathers. What a group can't carry out goes the way of a single command: a repeated key, a price that the balance
/// does not cover, a second command on the same ticket.
/// </summary>
internal sealed class BatchedTickets : TicketStore
{
    private const int LargestGroup = 256;
    private readonly NpgsqlDataSource database;
    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });

    /// <summary>Starts the committer.</summary>
    public BatchedTickets(NpgsqlDataSource database)
        : base(database)
    {
        this.database = database;
        _ = Task.Run(CommitAsync);
    }

    /// <inheritdoc/>
    public override Task<TicketAnswer> OpenAsync(OpenTicket open) => EnqueueAsync(new() { Open = open });

    /// <inheritdoc/>
    public override Task<TicketAnswer> AssessAsync(AssessTicket assess) => EnqueueAsync(new() { Assess = assess });

    private Task<TicketAnswer> EnqueueAsync(Waiting waiting)
    {
        queue.Writer.TryWrite(waiting);
        return waiting.Answer.Task;
    }

    private async Task CommitAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var group = new List<Waiting>();
            while (group.Count < LargestGroup && queue.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            await CarryOutAsync(group);
            foreach (var left in group.Where(waiting => !waiting.Answer.Task.IsCompleted))
            {
                _ = CarryOutAsync(left);
            }
        }
    }

    private async Task CarryOutAsync(List<Waiting> group)
    {
        Waiting[] opening = [.. group.Where(waiting => waiting.Open is not null)];
        Waiting[] assessing =
        [
            .. group.Where(waiting => waiting.Assess is not null).DistinctBy(waiting => waiting.Assess!.Ticket),
        ];
        try
        {
            var answers = new List<(Waiting Waiting, string Answer)>();
            await using (var connection = await database.OpenConnectionAsync())
            await using (var batch = new NpgsqlBatch(connection))
            {
                List<Waiting[]> asked = [];
                Add(batch, asked, opening, OpeningOf);
                Add(batch, asked, assessing, AssessingOf);
                await using var rows = await batch.ExecuteReaderAsync();
                foreach (var part in asked)
                {
                    while (await rows.ReadAsync())
                    {
                        answers.Add((part[rows.GetInt64(0) - 1], rows.GetString(1)));
                    }

                    await rows.NextResultAsync();
                }
            }

            // Only now is all of it on disk.
            answers.ForEach(answered => answered.Waiting.Answer.SetResult(new(answered.Answer)));
        }
        catch (PostgresException)
        {
            // One command spoiled the group, such as a repeated key; nothing of it was written.
        }
    }

    private async Task CarryOutAsync(Waiting single)
    {
        try
        {
            single.Answer.SetResult(
                single.Open is { } open ? await base.OpenAsync(open) : await base.AssessAsync(single.Assess!)
            );
        }
        catch (NpgsqlException e)
        {
            single.Answer.SetException(e);
        }
    }

    private static void Add(
        NpgsqlBatch batch,
        List<Waiting[]> asked,
        Waiting[] part,
        Func<Waiting[], NpgsqlBatchCommand> command
    )
    {
        if (part is not [])
        {
            asked.Add(part);
            batch.BatchCommands.Add(command(part));
        }
    }

    private static NpgsqlBatchCommand OpeningOf(Waiting[] part)
    {
        OpenTicket[] all = [.. part.Select(waiting => waiting.Open!)];
        return CommandOf(
            BatchedSql.Open,
            [.. all.Select(open => open.Command)],
            Of(all.Select(open => open.License).ToArray()),
            Of(all.Select(open => open.Customer).ToArray()),
            Of(all.Select(open => open.Subject).ToArray()),
            Of(all.Select(open => open.Body).ToArray()),
            Of(all.Select(open => open.Ceiling).ToArray())
        );
    }

    private static NpgsqlBatchCommand AssessingOf(Waiting[] part)
    {
        AssessTicket[] all = [.. part.Select(waiting => waiting.Assess!)];
        return CommandOf(
            BatchedSql.Assess,
            [.. all.Select(assess => assess.Command)],
            Of(all.Select(assess => assess.Ticket).ToArray()),
            Of(all.Select(assess => assess.Category).ToArray()),
            Of(all.Select(assess => assess.Price).ToArray())
        );
    }

    private static NpgsqlBatchCommand CommandOf(
        string sql,
        TicketCommand[] commands,
        params NpgsqlParameter[] parameters
    )
    {
        var batched = new NpgsqlBatchCommand(sql);
        NpgsqlParameter[] all =
        [
            .. parameters,
            Of(commands.Select(command => command.Actor).ToArray()),
            Of(commands.Select(command => command.Key).ToArray()),
            Of(commands.Select(command => command.Hash).ToArray()),
        ];
        batched.Parameters.AddRange(all);
        return batched;
    }

    /// <summary>A command that waits for its group; one of the two.</summary>
    private sealed class Waiting
    {
        /// <summary>An opening.</summary>
        public OpenTicket? Open { get; init; }

        /// <summary>An assessment.</summary>
        public AssessTicket? Assess { get; init; }

        /// <summary>Completed once it is on disk.</summary>
        public TaskCompletionSource<TicketAnswer> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
