using System.Data.Common;
using Dapper;
using Tallydesk.Background;
using Tallydesk.Storage;

namespace Tallydesk.Hosting;

/// <summary>The two addresses by which an orchestrator watches a process.</summary>
public static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Maps <c>/health/live</c>, which answers as long as the process does, and <c>/health/ready</c>, which answers
    /// 503 while the process stops, can't reach grains, or the storage does not answer within a second. A process whose
    /// background loops do not succeed is degraded and still ready; the answer names them.
    /// </summary>
    public static void MapTallydeskHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet("/health/live", () => Results.Text("live"))
            .AllowAnonymous()
            .DisableRateLimiting()
            .ExcludeFromDescription();
        endpoints.MapGet("/health/ready", ReadyAsync).AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(
        Database database,
        IReadiness grains,
        BackgroundHealth background,
        IHostApplicationLifetime process
    )
    {
        var wrong =
            process.ApplicationStopping.IsCancellationRequested ? "stopping"
            : !grains.ReachesGrains ? "no grains"
            : await AnswersAsync(database) ? null
            : "no storage";
        return wrong is not null ? Results.Text(wrong, statusCode: StatusCodes.Status503ServiceUnavailable)
            : background.Degraded is { Length: > 0 } degraded ? Results.Text($"degraded: {string.Join(", ", degraded)}")
            : Results.Text("ready");
    }

    private static async Task<bool> AnswersAsync(Database database)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await using var connection = await database.OpenReadAsync(patience.Token);
            await connection.ExecuteScalarAsync(new CommandDefinition("SELECT 1", cancellationToken: patience.Token));
            return true;
        }
        catch (Exception failure) when (failure is DbException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
