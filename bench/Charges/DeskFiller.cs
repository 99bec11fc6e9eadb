using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Tallydesk.Bench.Charges;

/// <summary>Fills a desk over its API, as a vendor's shop would.</summary>
internal sealed class DeskFiller : IDisposable
{
    private const int AtOnce = 32;
    private readonly HttpClient http;

    /// <summary>Connects to a desk on 127.0.0.1 as its admin.</summary>
    public DeskFiller(int port, string token)
    {
        http = new() { BaseAddress = new($"http://127.0.0.1:{port}/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Makes customers with a bought balance each.</summary>
    /// <returns>The path of each customer's adjustments.</returns>
    public async Task<IReadOnlyList<string>> FillAsync(int customers, long balance)
    {
        var paths = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, customers),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) =>
            {
                var made = await PostAsync(
                    "customers",
                    new { name = $"Customer {number}", email = $"customer{number}@example.com" }
                );
                var credits = $"customers/{made.GetProperty("id").GetString()}/credits";
                await PostAsync($"{credits}/purchases", new { orderId = $"order-{number}", credits = balance });
                paths.Add($"/v1/{credits}/adjustments");
            }
        );
        return [.. paths];
    }

    /// <summary>Makes customers with a bought balance, a license and a token each, and an engineer.</summary>
    /// <returns>License and token of each customer, and the engineer's token.</returns>
    public async Task<(IReadOnlyList<(string License, string Token)> Customers, string Engineer)> FillForTicketsAsync(
        int customers,
        long balance
    )
    {
        var made = new ConcurrentBag<(string License, string Token)>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, customers),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) =>
            {
                var (name, license) = ($"Customer {number}", $"BENCH-{number}");
                var customer = await PostAsync("customers", new { name, email = $"customer{number}@example.com" });
                var id = customer.GetProperty("id").GetString();
                await PostAsync(
                    $"customers/{id}/licenses",
                    new
                    {
                        number = license,
                        edition = "CS-Cart",
                        purchasedAt = TimeProvider.System.GetUtcNow(),
                    }
                );
                await PostAsync(
                    $"customers/{id}/credits/purchases",
                    new { orderId = $"order-{number}", credits = balance }
                );
                made.Add(
                    (
                        license,
                        await TokenAsync(
                            new
                            {
                                name,
                                role = "customer",
                                customerId = id,
                            }
                        )
                    )
                );
            }
        );
        return ([.. made], await TokenAsync(new { name = "Engineer", role = "engineer" }));
    }

    private async Task<string> TokenAsync(object asked) =>
        (await PostAsync("tokens", asked)).GetProperty("token").GetString()!;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>()
            : throw new InvalidOperationException(
                $"{path} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
            );
    }
}
