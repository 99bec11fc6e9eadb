using Tallydesk.Audit;
using Tallydesk.Background;
using Tallydesk.Batches;
using Tallydesk.CannedReplies;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Enquiries;
using Tallydesk.Evaluations;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.People;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Queues;
using Tallydesk.Reports;
using Tallydesk.Search;
using Tallydesk.Tickets;
using Tallydesk.Webhooks;

namespace Tallydesk.Requests;

/// <summary>The REST interface.</summary>
internal static class V1
{
    private static readonly int[] AnyProblem =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status403Forbidden,
        StatusCodes.Status404NotFound,
        StatusCodes.Status409Conflict,
        StatusCodes.Status412PreconditionFailed,
        StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType,
        StatusCodes.Status422UnprocessableEntity,
        StatusCodes.Status429TooManyRequests,
        StatusCodes.Status503ServiceUnavailable,
        StatusCodes.Status504GatewayTimeout,
    ];

    /// <summary>Adds <c>/v1</c> with all its routes.</summary>
    public static void MapV1(this IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapGroup("/v1");
        foreach (var status in AnyProblem)
        {
            v1.ProducesProblem(status);
        }

        v1.MapPolicy();
        v1.MapEvaluations();
        v1.MapQuotes();
        v1.MapMe();
        v1.MapTokens();
        v1.MapUsers();
        v1.MapAudit();
        var customer = v1.MapCustomers();
        customer.MapLicensesOf();
        customer.MapCreditsOf();
        v1.MapLicenses();
        v1.MapTickets();
        v1.MapCannedReplies();
        v1.MapQueues();
        v1.MapEnquiries();
        v1.MapReports();
        v1.MapSearch();
        v1.MapChats();
        v1.MapWebhooks();
        v1.MapFailedWork();
        v1.MapBatches();
    }
}
