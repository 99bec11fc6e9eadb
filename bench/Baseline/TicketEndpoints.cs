using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Tallydesk.Bench.Baseline;

/// <summary>Tickets over HTTP, with the checks and the limit that a public API has.</summary>
internal static class TicketEndpoints
{
    private const int LongestKey = 255;
    private const int LongestSubject = 200;
    private const int LongestBody = 20_000;
    private const string Limit = "caller";
    private static readonly Dictionary<string, long> Prices = new()
    {
        ["question"] = 5,
        ["configuration"] = 10,
        ["investigation"] = 20,
    };

    /// <summary>Adds a token bucket for each caller, as wide as the bench sets Tallydesk's.</summary>
    public static void AddCallerLimit(this IServiceCollection services) =>
        services.AddRateLimiter(limiter =>
            limiter.AddPolicy(
                Limit,
                http =>
                    RateLimitPartition.GetTokenBucketLimiter(
                        http.User.Identity!.Name!,
                        _ =>
                            new()
                            {
                                TokenLimit = 1_000_000,
                                TokensPerPeriod = 10_000,
                                ReplenishmentPeriod = TimeSpan.FromMilliseconds(10),
                                QueueLimit = 0,
                            }
                    )
            )
        );

    /// <summary>Adds <c>/v1/tickets</c>.</summary>
    public static void MapTickets(this IEndpointRouteBuilder service)
    {
        var tickets = service.MapGroup("/v1/tickets").RequireRateLimiting(Limit);
        tickets.MapPost("", OpenAsync).RequireAuthorization(policy => policy.RequireRole("customer", "engineer"));
        tickets
            .MapPost("/{ticket:long}/consents", DecideAsync)
            .RequireAuthorization(policy => policy.RequireRole("customer"));
        var staff = tickets
            .MapGroup("/{ticket:long}")
            .RequireAuthorization(policy => policy.RequireRole("engineer", "admin"));
        staff.MapPost("/assessments", AssessAsync);
        staff.MapPost("/messages", ReplyAsync);
        staff.MapPost("/resolution", ResolveAsync);
    }

    private static async Task<IResult> OpenAsync(NewTicket body, HttpContext http, TicketStore tickets) =>
        body
            is {
                LicenseNumber: { Length: > 0 } license,
                Subject: { Length: > 0 and <= LongestSubject } subject,
                Body: { Length: > 0 and <= LongestBody } text,
                PreAgreedUpTo: null or >= 0
            }
        && CommandOf(http, body, BaselineJson.Default.NewTicket) is { } command
            ? Answered(
                StatusCodes.Status201Created,
                await tickets.OpenAsync(new(command, license, CustomerOf(http), subject, text, body.PreAgreedUpTo ?? 0))
            )
            : Invalid();

    private static async Task<IResult> AssessAsync(
        long ticket,
        NewAssessment body,
        HttpContext http,
        TicketStore tickets
    ) =>
        body is { Category: { } category }
        && Prices.TryGetValue(category, out var price)
        && CommandOf(http, body, BaselineJson.Default.NewAssessment) is { } command
            ? Answered(StatusCodes.Status201Created, await tickets.AssessAsync(new(command, ticket, category, price)))
            : Invalid();

    private static async Task<IResult> DecideAsync(
        long ticket,
        NewConsent body,
        HttpContext http,
        TicketStore tickets
    ) =>
        body is { Revision: { } revision, Decision: "accept" }
        && CommandOf(http, body, BaselineJson.Default.NewConsent) is { } command
            ? Answered(StatusCodes.Status200OK, await tickets.AcceptAsync(command, ticket, revision, CustomerOf(http)))
            : Invalid();

    private static async Task<IResult> ReplyAsync(
        long ticket,
        NewMessage body,
        HttpContext http,
        TicketStore tickets
    ) =>
        body is { Body: { Length: > 0 and <= LongestBody } text }
        && CommandOf(http, body, BaselineJson.Default.NewMessage) is { } command
            ? Answered(StatusCodes.Status201Created, await tickets.ReplyAsync(command, ticket, text))
            : Invalid();

    private static async Task<IResult> ResolveAsync(
        long ticket,
        NewResolution body,
        HttpContext http,
        TicketStore tickets
    ) =>
        body is { Outcome: "solved" } && CommandOf(http, body, BaselineJson.Default.NewResolution) is { } command
            ? Answered(StatusCodes.Status200OK, await tickets.ResolveAsync(command, ticket))
            : Invalid();

    /// <summary>Who sends what under which key; null without a proper key.</summary>
    private static TicketCommand? CommandOf<T>(HttpContext http, T body, JsonTypeInfo<T> type)
    {
        if (http.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 and <= LongestKey } key)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(http.Request.Path.Value!));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(body, type));
        return new(http.User.Identity!.Name!, key, hash.GetHashAndReset());
    }

    private static long CustomerOf(HttpContext http) =>
        http.User.FindFirstValue(Bearers.Customer) is { } customer ? long.Parse(customer) : 0;

    private static IResult Answered(int status, TicketAnswer answer) =>
        answer is { Json: { } json } ? TypedResults.Text(json, "application/json", statusCode: status)
        : answer.KeyReused ? TypedResults.UnprocessableEntity(new Refused("key_reused"))
        : TypedResults.Conflict(new Refused("not_in_this_status"));

    private static BadRequest<Refused> Invalid() => TypedResults.BadRequest(new Refused("invalid_field"));
}
