using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Tallydesk.Bench.Baseline;

/// <summary>Adjustments and tickets as a competent team would build them without actors: minimal API, one statement, pool, prepared.</summary>
internal static class BaselineService
{
    // On two cores the best of 4, 8, 16 and 32.
    private const int Pool = 16;
    private const int LongestKey = 255;

    /// <summary>Serves until it is stopped. Settings: <c>Urls</c>, <c>Connection</c>, <c>Batched</c> (tickets in groups).</summary>
    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(settings);
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, BaselineJson.Default)
        );
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create(Tuned(builder.Configuration["Connection"])));
        builder.Services.AddSingleton<Accounts>();
        if (builder.Configuration.GetValue<bool>("Batched"))
        {
            builder.Services.AddSingleton<TicketStore, BatchedTickets>();
        }
        else
        {
            builder.Services.AddSingleton<TicketStore>();
        }

        builder.Services.AddSingleton<KnownBearers>();
        builder
            .Services.AddAuthentication(Bearers.Name)
            .AddScheme<AuthenticationSchemeOptions, Bearers>(Bearers.Name, null);
        builder.Services.AddAuthorization();
        builder.Services.AddCallerLimit();
        await using var service = builder.Build();
        service.UseAuthentication();
        service.UseAuthorization();
        service.UseRateLimiter();
        service.MapGet("/health/ready", () => "ready");
        service
            .MapPost("/v1/customers/{account:long}/credits/adjustments", AdjustAsync)
            .RequireAuthorization(policy => policy.RequireRole("lead", "admin"));
        service.MapTickets();
        await service.RunAsync();
        return 0;
    }

    private static async Task<
        Results<Created<Entry>, BadRequest<Refused>, NotFound<Refused>, UnprocessableEntity<Refused>>
    > AdjustAsync(long account, Adjustment body, HttpRequest request, ClaimsPrincipal author, Accounts accounts)
    {
        if (
            body is not { Credits: { } credits and not 0, Reason: { Length: > 0 and <= 500 } reason }
            || request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 and <= LongestKey } key
        )
        {
            return TypedResults.BadRequest(new Refused("invalid_field"));
        }

        var (outcome, balance) = await accounts.AdjustAsync(account, key, credits, reason, author.Identity!.Name!);
        return outcome switch
        {
            Outcome.Entered => TypedResults.Created((string?)null, new Entry(credits, balance)),
            Outcome.NoAccount => TypedResults.NotFound(new Refused("not_found")),
            Outcome.KeyReused => TypedResults.UnprocessableEntity(new Refused("key_reused")),
            _ => TypedResults.UnprocessableEntity(new Refused("insufficient_credits")),
        };
    }

    private static string Tuned(string? connection) =>
        new NpgsqlConnectionStringBuilder(connection)
        {
            MaxPoolSize = Pool,
            MaxAutoPrepare = 16,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        }.ConnectionString;
}
