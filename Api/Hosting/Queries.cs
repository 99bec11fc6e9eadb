using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Enquiries;
using Tallydesk.Explanations;
using Tallydesk.Flows;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Search;
using Tallydesk.Tickets;

namespace Tallydesk.Hosting;

/// <summary>The read side: what is read beside the grains.</summary>
internal static class Queries
{
    /// <summary>Adds the queries of every feature.</summary>
    public static void AddQueries(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChatQueries>();
        builder.Services.AddSingleton<CommandQueries>();
        builder.Services.AddSingleton<CustomerQueries>();
        builder.Services.AddSingleton<EnquiryQueries>();
        builder.Services.AddSingleton<FlowQueries>();
        builder.Services.AddSingleton<LicenseQueries>();
        builder.Services.AddSingleton<SearchQueries>();
        builder.Services.AddSingleton<SearchService>();
        builder.Services.AddSingleton<StatementExplainer>();
        builder.Services.AddSingleton<StatementQueries>();
        builder.Services.AddSingleton<TicketQueries>();
        builder.Services.AddSingleton<TimelineReader>();
    }
}
