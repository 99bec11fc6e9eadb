using Npgsql;

namespace Tallydesk.Bench.Baseline;

/// <summary>Tickets in PostgreSQL, one statement for each command.</summary>
internal class TicketStore(NpgsqlDataSource database)
{
    /// <summary>Opens a ticket.</summary>
    public virtual Task<TicketAnswer> OpenAsync(OpenTicket open) =>
        RunAsync(
            TicketSql.Open,
            open.Command,
            Of(open.License),
            Of(open.Customer),
            Of(open.Subject),
            Of(open.Body),
            Of(open.Ceiling)
        );

    /// <summary>Assesses a ticket, and charges what the customer has agreed to.</summary>
    public virtual Task<TicketAnswer> AssessAsync(AssessTicket assess) =>
        RunAsync(TicketSql.Assess, assess.Command, Of(assess.Ticket), Of(assess.Category), Of(assess.Price));

    /// <summary>Accepts an assessment, and charges its price.</summary>
    public Task<TicketAnswer> AcceptAsync(TicketCommand command, long ticket, int revision, long customer) =>
        RunAsync(TicketSql.Accept, command, Of(ticket), Of(revision), Of(customer));

    /// <summary>Adds an engineer's reply.</summary>
    public Task<TicketAnswer> ReplyAsync(TicketCommand command, long ticket, string body) =>
        RunAsync(TicketSql.Reply, command, Of(ticket), Of(body));

    /// <summary>Ends the work.</summary>
    public Task<TicketAnswer> ResolveAsync(TicketCommand command, long ticket) =>
        RunAsync(TicketSql.Resolve, command, Of(ticket));

    /// <summary>A parameter that is sent without boxing.</summary>
    protected static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private async Task<TicketAnswer> RunAsync(string sql, TicketCommand command, params NpgsqlParameter[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync();
        try
        {
            await using var run = new NpgsqlCommand(sql, connection);
            NpgsqlParameter[] all = [.. parameters, Of(command.Actor), Of(command.Key), Of(command.Hash)];
            run.Parameters.AddRange(all);
            if (await run.ExecuteScalarAsync() is string answer)
            {
                return new(answer);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Done before: the first answer is read below.
        }

        return await FirstAnswerAsync(connection, command);
    }

    private static async Task<TicketAnswer> FirstAnswerAsync(NpgsqlConnection connection, TicketCommand command)
    {
        await using var find = new NpgsqlCommand(TicketSql.FirstAnswer, connection)
        {
            Parameters = { Of(command.Actor), Of(command.Key) },
        };
        await using var row = await find.ExecuteReaderAsync();
        return !await row.ReadAsync() ? default
            : row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(command.Hash) ? new(row.GetString(1))
            : new(Json: null, KeyReused: true);
    }
}
