using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Reports;

namespace Tallydesk.Storage.Reading;

/// <summary>
/// Reads the orders that were counted more than once: those known as later ones of their name, and those that the ledger or a
/// license counted and that <c>orders</c> does not have, so that nothing kept them from being counted again.
/// </summary>
internal sealed class SharedOrderReader(DbConnection connection, Database database)
{
    private const string Columns = "order_id AS OrderId, customer AS Customer";
    private static readonly string OrderKey = OperationKeys.OfOrder("");

    /// <summary>All of them, by name, id and customer.</summary>
    public async Task<ImmutableArray<SharedOrder>> ReadAsync()
    {
        var later = await connection.QueryAsync<Row>($"SELECT {Columns} FROM orders WHERE later = 1");
        var unknown = await connection.QueryAsync<Row>(Unknown);
        var again = later.Concat(unknown).ToLookup(row => ShopOrder.NameOfAny(row.OrderId));
        var first = new Dictionary<string, Row>();
        foreach (var names in again.Select(rows => rows.Key).Chunk(500))
        {
            var known = await connection.QueryAsync<Row>(
                $"SELECT {Columns} FROM orders WHERE later = 0 AND {database.IsOneOf("name", "names")}",
                new { names }
            );
            foreach (var row in known)
            {
                first[ShopOrder.NameOfAny(row.OrderId)] = row;
            }
        }

        return
        [
            .. again
                .OrderBy(rows => rows.Key, StringComparer.Ordinal)
                .SelectMany(rows => Shared(rows, first.GetValueOrDefault(rows.Key))),
        ];
    }

    /// <summary>Orders of one name with the first of them; without a known first it is the first by id and customer.</summary>
    private static IEnumerable<SharedOrder> Shared(IEnumerable<Row> rows, Row? known)
    {
        var ordered = rows.OrderBy(row => row.OrderId, StringComparer.Ordinal)
            .ThenBy(row => row.Customer, StringComparer.Ordinal)
            .ToList();
        var first = known ?? ordered[0];
        return ordered
            .Skip(known is null ? 1 : 0)
            .Select(row => new SharedOrder(row.OrderId, row.Customer, first.OrderId, first.Customer));
    }

    /// <summary>Orders that credits or coverage were bought under, and that are not kept.</summary>
    private string Unknown
    {
        get
        {
            var license = database.TextOf("s.payloadbinary");
            return $"""
                SELECT order_id AS OrderId, customer AS Customer FROM (
                    SELECT substr(operation_key, {OrderKey.Length + 1}) AS order_id,
                        '{CustomerId.Prefix}' || substr(account, {AccountId.Prefix.Length + 1}) AS customer
                    FROM entries WHERE kind = 'purchase' AND operation_key LIKE '{OrderKey}%'
                    UNION
                    SELECT {database.TextOf("o.value", "orderId")}, {database.TextOf(license, "issue", "customer")}
                    FROM orleansstorage AS s CROSS JOIN {database.EachOf(license, "orders", "o")}
                    WHERE s.graintypestring = 'license'
                    EXCEPT SELECT order_id, customer FROM orders
                ) AS lost
                """;
        }
    }

    private sealed class Row
    {
        public string OrderId { get; init; } = "";

        public string Customer { get; init; } = "";
    }
}
