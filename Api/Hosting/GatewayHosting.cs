using Tallydesk.Background;
using Tallydesk.CannedReplies;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Demo;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Pages.Tickets;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Problems;
using Tallydesk.Queues;
using Tallydesk.Reports;
using Tallydesk.Requests;
using Tallydesk.Storage.Reading;
using Tallydesk.Storage.Settings;
using Tallydesk.Tickets;

namespace Tallydesk.Hosting;

/// <summary>What the gateway is made of.</summary>
internal static class GatewayHosting
{
    /// <summary>Hosts the grains in this process, or connects to a cluster's when <c>Cluster:Enabled</c> says so.</summary>
    public static void AddDesk(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.Read(MemberOptions.Section, new MemberOptionsValidator()).Enabled)
        {
            builder.UseTallydeskClient();
            builder.Services.AddSupportPolicyFollower();
        }
        else
        {
            builder.UseTallydeskSilo(SiloRole.Embedded);
        }
    }

    /// <summary>Adds what <c>/v1</c> needs.</summary>
    public static void AddRest(this IHostApplicationBuilder builder)
    {
        builder.AddQueries();
        builder.Services.AddSingleton<KnownCustomers>();
        builder.Services.AddSingleton<IFailedWorkSource>(s => s.GetRequiredService<FailedWorkTable>());
        builder.Services.AddSingleton<FailedWorkService>();
        builder.Services.AddSingleton<AddressConfirmation>();
        builder.Services.AddSingleton<CreditAccounts>();
        builder.Services.AddSingleton<TicketDirectory>();
        builder.Services.AddSingleton<TicketActs>();
        builder.Services.AddSingleton<ChatActs>();
        builder.Services.AddSingleton<QueueActs>();
        builder.Services.AddSingleton<EnquiryActs>();
        builder.Services.AddSingleton<CannedReplyActs>();
        builder.Services.AddSingleton<CreditActs>();
        builder.Services.AddSingleton<QuoteService>();
        builder.Services.AddSingleton<ReportService>();
        builder.Services.AddTransient<DemoVendor>();
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        builder.Services.AddSingleton<ApiDocumentText>();
    }

    /// <summary>Everything that happens to a request before its endpoint.</summary>
    public static void UseGateway(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseHostCheck();
        app.UseSecureSite();
        app.UseOriginCheck();
        app.UseRouting();
        app.UseAuthentication();
        // Before authorization, so that wrong tokens cost their address something.
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseSecondFactorGate();
        app.UseFreshProofGate();
        app.UseTicketFirst();
        app.UseAntiforgery();
        // After it, since it has read the form.
        app.UseStorableTexts();
    }

    /// <summary>Logs refusals, and turns failures and bare statuses into problems.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) =>
        app.UseMiddleware<RefusalLog>()
            .UseStatusCodePages(context => ProblemOf(context.HttpContext).ExecuteAsync(context.HttpContext))
            .UseMiddleware<FailureMiddleware>();

    /// <summary>The problem of an answer that is a status and nothing more.</summary>
    private static Problem ProblemOf(HttpContext http) =>
        http.Response.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? BodyLimit.Refuse(http)
            : Problem.OfStatus(http.Response.StatusCode);
}
