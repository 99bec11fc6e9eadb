using System.Net;
using System.Text.Json;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests;

/// <summary>A customer with one license, and clients of everybody who deals with them. Each has its own, so tests don't meet.</summary>
/// <param name="Admin">An admin.</param>
/// <param name="Customer">The customer's own client.</param>
/// <param name="Engineer">An engineer.</param>
/// <param name="Lead">A lead.</param>
/// <param name="System">The vendor's shop.</param>
/// <param name="Id">The customer's id.</param>
/// <param name="License">The license's number.</param>
internal sealed record World(
    ApiClient Admin,
    ApiClient Customer,
    ApiClient Engineer,
    ApiClient Lead,
    ApiClient System,
    string Id,
    string License
)
{
    private static int made;

    /// <summary>Makes a world; a CS-Cart license brings 50 credits.</summary>
    public static async Task<World> CreateAsync(DeskHost desk, string edition = "CS-Cart")
    {
        var name = $"W{Interlocked.Increment(ref made):000}";
        var admin = desk.Admin;
        var customer = await admin.PostAsync(
            "/v1/customers",
            $$"""{"name":"{{name}}","email":"{{name}}@test.example"}"""
        );
        var id = customer.Must(HttpStatusCode.Created).Text("id");
        var license = await admin.PostAsync(
            $"/v1/customers/{id}/licenses",
            $$"""{"number":"{{name}}-1","edition":"{{edition}}","purchasedAt":"2026-11-01T10:00:00+04:00"}"""
        );
        license.Must(HttpStatusCode.Created);
        return new(
            admin,
            desk.Client(await TokenAsync(admin, name, "customer", id)),
            desk.Client(await TokenAsync(admin, $"{name} engineer", "engineer")),
            desk.Client(await TokenAsync(admin, $"{name} lead", "lead")),
            desk.Client(await TokenAsync(admin, $"{name} shop", "system")),
            id,
            $"{name}-1"
        );
    }

    /// <summary>Makes a token and answers its text.</summary>
    public static async Task<string> TokenAsync(ApiClient admin, string name, string role, string? customer = null)
    {
        var body = JsonSerializer.Serialize(
            customer is null
                ? new Dictionary<string, string> { ["name"] = name, ["role"] = role }
                : new Dictionary<string, string>
                {
                    ["name"] = name,
                    ["role"] = role,
                    ["customerId"] = customer,
                }
        );
        return (await admin.PostAsync("/v1/tokens", body)).Must(HttpStatusCode.Created).Text("token");
    }

    /// <summary>The body of a ticket about this world's license.</summary>
    public string Question(string more = "") =>
        $$"""{"licenseNumber":"{{License}}","subject":"Slow","body":"Since today."{{more}}}""";

    /// <summary>Opens a ticket by the customer and answers its number.</summary>
    public async Task<long> OpenAsync(string more = "") =>
        (await Customer.PostAsync("/v1/tickets", Question(more))).Must(HttpStatusCode.Created).Number("number");

    /// <summary>Opens a ticket whose investigation waits for the customer's agreement, at revision 1.</summary>
    public async Task<long> ProposeAsync()
    {
        var ticket = await OpenAsync();
        await AssessAsync(ticket, "investigation");
        return ticket;
    }

    /// <summary>Assesses a ticket by the engineer.</summary>
    public async Task AssessAsync(long ticket, string category) =>
        (await Engineer.PostAsync($"/v1/tickets/{ticket}/assessments", $$"""{"category":"{{category}}"}""")).Must(
            HttpStatusCode.Created
        );

    /// <summary>Adds a message by the customer and answers its id.</summary>
    public async Task<long> WriteAsync(long ticket) =>
        (await Customer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"And another thing?"}"""))
            .Must(HttpStatusCode.Created)
            .Number("id");

    /// <summary>Sends an enquiry by a visitor and answers its id.</summary>
    public async Task<string> EnquireAsync(string email = "vera@example.com", string more = "") =>
        (
            await Admin
                .As(null)
                .PostAsync(
                    "/v1/enquiries",
                    $$"""{"name":"Vera","email":"{{email}}","subject":"Hello","body":"Does it ship abroad?"{{more}}}"""
                )
        )
            .Must(HttpStatusCode.Created)
            .Text("id");

    /// <summary>All that a refused request could have changed: the account, its entries, the licenses and the tickets.</summary>
    public async Task<string> SnapshotAsync()
    {
        string[] paths =
        [
            $"/v1/customers/{Id}",
            $"/v1/customers/{Id}/credits",
            $"/v1/customers/{Id}/credits/entries?limit=100",
            $"/v1/customers/{Id}/licenses",
            $"/v1/tickets?customer={Id}&limit=100",
        ];
        var seen = await Task.WhenAll(paths.Select(Admin.GetAsync));
        return string.Join('\n', seen.Select(answer => answer.Must(HttpStatusCode.OK).Body));
    }
}
