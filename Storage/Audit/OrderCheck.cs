using System.Data.Common;
using System.Text.Json;
using Dapper;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>
/// Compares the orders of the shop with what was bought: credits in the ledger, coverage in the history of licenses. An order
/// that is missing would count again, also for another customer.
/// </summary>
internal sealed class OrderCheck(DbConnection connection, Database database, Action<AuditFinding> found)
{
    private const int PageSize = 500;

    private static readonly string Credits = $"""
        (SELECT account AS grain, seq, at, operation_key AS operation, NULL AS body,
            '{CustomerId.Prefix}' || substr(account, {AccountId.Prefix.Length + 1}) AS customer
        FROM entries WHERE kind = 'purchase') AS bought
        """;

    private static readonly string Coverage = $"""
        (SELECT h.grain_key AS grain, h.seq, h.at, NULL AS operation, h.body, c.customer
        FROM history AS h JOIN cards AS c ON c.grain_key = h.grain_key
        WHERE h.kind = '{StoredNames.Of(typeof(CoverageBought))}') AS bought
        """;

    /// <summary>Compares all orders, in both directions.</summary>
    public async Task VerifyAsync()
    {
        await FindUnknownAsync(Credits);
        await FindUnknownAsync(Coverage);
        for (
            var after = new Order
            {
                Name = "",
                OrderId = "",
                Customer = "",
            };
            ;

        )
        {
            var page = await PageAsync(after);
            if (page is not [.., var last])
            {
                return;
            }

            await CompareAsync(page);
            after = last;
        }
    }

    /// <summary>Finds what was bought under orders that are not there.</summary>
    private async Task FindUnknownAsync(string source)
    {
        var pages = RowPages.ReadAsync<Bought>(connection, "*", source, "grain", row => (row.Grain, row.Seq));
        await foreach (var page in pages)
        {
            var bought = page.Select(row => row.Order).OfType<ShopOrder>().ToHashSet();
            foreach (var some in bought.Chunk(PageSize))
            {
                var known = await connection.QueryAsync<Order>(
                    $"SELECT {Order.Columns} FROM orders WHERE {database.IsOneOf("name", "names")}",
                    new { names = some.Select(order => ShopOrder.NameOfAny(order.Id)).Distinct().ToArray() }
                );
                foreach (var order in some.Except(known.Select(row => row.ToOrder())))
                {
                    found(new("orders", order.Id, 0, $"was recorded for {order.Customer}, but is missing"));
                }
            }
        }
    }

    /// <summary>Finds orders that bought nothing, have another name, or are not the first or later one of their name.</summary>
    private async Task CompareAsync(IReadOnlyList<Order> page)
    {
        var since = new Dictionary<ShopOrder, long>();
        foreach (var row in await BoughtUnderAsync(page))
        {
            if (row.Order is { } order)
            {
                since[order] = Math.Min(row.At, since.GetValueOrDefault(order, long.MaxValue));
            }
        }

        foreach (var orders in page.GroupBy(order => order.Name))
        {
            var first = orders
                .OrderBy(order => since.GetValueOrDefault(order.ToOrder(), long.MaxValue))
                .ThenBy(order => order.OrderId, StringComparer.Ordinal)
                .ThenBy(order => order.Customer, StringComparer.Ordinal)
                .First();
            foreach (var order in orders)
            {
                var wrong =
                    !since.ContainsKey(order.ToOrder()) ? $"belongs to {order.Customer}, but was not recorded for them"
                    : order.Name != ShopOrder.NameOfAny(order.OrderId) ? "has a name that doesn't match its id"
                    : (order.Later == 0) != (order == first)
                        ? "is wrongly marked as the first of its name, or as a later one"
                    : null;
                if (wrong is not null)
                {
                    found(new("orders", order.OrderId, 0, wrong));
                }
            }
        }
    }

    /// <summary>What the orders' customers bought under their ids: credits, and any coverage.</summary>
    private async Task<IEnumerable<Bought>> BoughtUnderAsync(IReadOnlyList<Order> page)
    {
        var customers = page.Select(order => order.Customer).Distinct().ToArray();
        var credits = await connection.QueryAsync<Bought>(
            $"""
            SELECT account AS Grain, seq AS Seq, at AS At, operation_key AS Operation,
                '{CustomerId.Prefix}' || substr(account, {AccountId.Prefix.Length + 1}) AS Customer
            FROM entries WHERE {database.IsOneOf("account", "accounts")}
                AND {database.IsOneOf("operation_key", "operations")} AND kind = 'purchase'
            """,
            new
            {
                accounts = customers.Where(IsCustomer).Select(id => new CustomerId(id).Account.Value).ToArray(),
                operations = page.Select(order => OperationKeys.OfOrder(order.OrderId)).Distinct().ToArray(),
            }
        );
        var coverage = await connection.QueryAsync<Bought>(
            $"SELECT * FROM {Coverage} WHERE {database.IsOneOf("customer", "customers")}",
            new { customers }
        );
        return credits.Concat(coverage);
    }

    private static bool IsCustomer(string id) => id.StartsWith(CustomerId.Prefix, StringComparison.Ordinal);

    /// <summary>A page of orders that ends with the last one of its name.</summary>
    private async Task<IReadOnlyList<Order>> PageAsync(Order after) =>
        (
            await connection.QueryAsync<Order>(
                $"""
                SELECT {Order.Columns} FROM orders WHERE name IN (
                    SELECT name FROM orders WHERE name > @Name GROUP BY name ORDER BY name LIMIT {PageSize}
                )
                ORDER BY name, order_id, customer
                """,
                after
            )
        ).AsList();

    /// <summary>An order as it is stored.</summary>
    private sealed class Order
    {
        public const string Columns = "name AS Name, order_id AS OrderId, customer AS Customer, later AS Later";

        public required string Name { get; init; }
        public required string OrderId { get; init; }
        public required string Customer { get; init; }
        public int Later { get; init; }

        public ShopOrder ToOrder() => new(OrderId, new(Customer));
    }

    /// <summary>A row by which something was bought.</summary>
    private sealed class Bought
    {
        public required string Grain { get; init; }
        public required long Seq { get; init; }
        public required long At { get; init; }
        public string? Operation { get; init; }
        public string? Body { get; init; }
        public string? Customer { get; init; }

        /// <summary>The order; null where the row can't be read, which is found elsewhere.</summary>
        public ShopOrder? Order => Customer is not null && OrderId is { } id ? new(id, new(Customer)) : null;

        private string? OrderId =>
            Operation is null ? OfCoverage(Body)
            : Operation.StartsWith(OperationKeys.OfOrder(""), StringComparison.Ordinal)
                ? Operation[OperationKeys.OfOrder("").Length..]
            : null;

        private static string? OfCoverage(string? body)
        {
            try
            {
                return body is null ? null : StateJson.Read<CoverageBought>(body).Order?.OrderId;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
