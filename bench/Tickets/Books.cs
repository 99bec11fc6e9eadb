using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;

namespace Tallydesk.Bench.Tickets;

/// <summary>What a service's ledger says after the load.</summary>
/// <param name="ChargedTickets">Tickets that were charged.</param>
/// <param name="Finding">What does not agree; null when entries, balances and tickets agree.</param>
internal sealed record Books(long ChargedTickets, string? Finding)
{
    private const string BaselineSql = """
        SELECT (SELECT count(DISTINCT ticket) FROM entries WHERE ticket IS NOT NULL),
            (SELECT count(*) FROM accounts a
                LEFT JOIN (SELECT account, sum(amount) AS amount FROM entries GROUP BY account) e ON e.account = a.id
                WHERE a.balance <> $1 + coalesce(e.amount, 0)),
            (SELECT count(*) FROM tickets t
                LEFT JOIN (SELECT ticket, sum(amount) AS amount FROM entries GROUP BY ticket) e ON e.ticket = t.id
                WHERE t.charged <> -coalesce(e.amount, 0))
        """;

    /// <summary>Asks Tallydesk for its own check of the ledger.</summary>
    /// <param name="port">Its port on 127.0.0.1.</param>
    /// <param name="admin">The admin's token.</param>
    public static async Task<Books> OfTallydeskAsync(int port, string admin)
    {
        // The check reads every entry.
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin);
        var check = await http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{port}/v1/ledger"));
        var charges = check
            .GetProperty("totals")
            .EnumerateArray()
            .Where(total => total.GetProperty("kind").GetString() == "charge")
            .Sum(total => total.GetProperty("entries").GetInt64());
        return new(charges, check.GetProperty("agrees").GetBoolean() ? null : $"the ledger does not agree: {check}");
    }

    /// <summary>Reads the baseline's tables.</summary>
    /// <param name="connection">Its database.</param>
    /// <param name="opening">Every account's balance before the first entry.</param>
    public static async Task<Books> OfBaselineAsync(string connection, long opening)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var read = database.CreateCommand(BaselineSql);
        read.Parameters.Add(new NpgsqlParameter<long> { TypedValue = opening });
        await using var row = await read.ExecuteReaderAsync();
        await row.ReadAsync();
        var (accounts, tickets) = (row.GetInt64(1), row.GetInt64(2));
        return new(
            row.GetInt64(0),
            accounts + tickets == 0
                ? null
                : $"{accounts} balances and {tickets} tickets differ from the sum of their entries"
        );
    }

    /// <summary>Compares them with what the load process was answered; null when they agree.</summary>
    /// <param name="acknowledged">Charges that were acknowledged.</param>
    /// <param name="errors">Operations that ended in an error, each of which may have charged.</param>
    public string? FindingBeside(long acknowledged, long errors) =>
        Finding
        ?? (
            ChargedTickets >= acknowledged && ChargedTickets <= acknowledged + errors
                ? null
                : $"{ChargedTickets} tickets are charged, {acknowledged} charges were acknowledged, {errors} operations failed"
        );
}
