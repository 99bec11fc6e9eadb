using System.Globalization;
using Microsoft.AspNetCore.Routing.Patterns;
using Tallydesk.Attachments;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Requests;

/// <summary>
/// The ids in a request's path. The numbers of tickets, licenses and deliveries are found in several spellings, such as
/// <c>kx-1</c> and <c>KX-1</c>, <c>0784</c> and <c>784</c>; a command has the same id in each of them.
/// </summary>
internal static class PathIds
{
    private const string Number = "number";

    /// <summary>The ids as the path spells them.</summary>
    public static string Sent(HttpRequest request) =>
        Join(request.RouteValues.Select(id => KeyValuePair.Create(id.Key, id.Value?.ToString())));

    /// <summary>The ids in canonical form.</summary>
    public static string Own(HttpContext http) =>
        Join(http.Request.RouteValues.Select(id => KeyValuePair.Create(id.Key, Own(http, id.Key))));

    /// <summary>The path with its ids in canonical form.</summary>
    public static string OwnPath(HttpContext http) =>
        Sent(http.Request) == Own(http)
            ? http.Request.Path
            : string.Concat(
                PatternOf(http)
                    .PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => Own(http, part))))
            );

    /// <summary>Whether a command is recorded under an id in which the path's ids stand as they were sent, as earlier releases did.</summary>
    public static async Task<bool> IsRecordedAsync(HttpContext http, CommandId sent)
    {
        var services = http.RequestServices;
        var commands = services.GetRequiredService<CommandQueries>();
        return await commands.IsRecordedAsync(await GrainsAsync(http), sent.Value)
            || await services.GetRequiredService<RightsLog>().KnowsAsync(sent)
            || await services.GetRequiredService<AttachmentService>().KnowsAsync(sent);
    }

    /// <summary>The grains that keep the commands of a path with a number: a ticket, or a license and its customer.</summary>
    private static async Task<string[]> GrainsAsync(HttpContext http)
    {
        var sent = http.Request.RouteValues[Number]?.ToString();
        if (IsWhole(PatternOf(http), Number))
        {
            var tickets = http.RequestServices.GetRequiredService<TicketDirectory>();
            var ticket = await tickets.FindAsync(long.Parse(sent!, CultureInfo.InvariantCulture));
            return ticket is null ? [] : [ticket.GetPrimaryKeyString()];
        }

        return
            LicenseNumber.TryParse(sent, out var license)
            && await http.RequestServices.GetRequiredService<LicenseQueries>().FindCustomerAsync(license)
                is { } customer
            ? [license.GrainKey, customer]
            : [];
    }

    private static string? Own(HttpContext http, RoutePatternPart part) =>
        part switch
        {
            RoutePatternParameterPart parameter => Own(http, parameter.Name),
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => null,
        };

    private static string? Own(HttpContext http, string name)
    {
        var sent = http.Request.RouteValues[name]?.ToString();
        return IsWhole(PatternOf(http), name)
            && long.TryParse(sent, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole)
                ? whole.ToString(CultureInfo.InvariantCulture)
            : name == Number && LicenseNumber.TryParse(sent, out var license) ? license.Value
            : sent;
    }

    private static bool IsWhole(RoutePattern pattern, string name) =>
        pattern.GetParameter(name)?.ParameterPolicies.Any(policy => policy.Content == "long") == true;

    private static RoutePattern PatternOf(HttpContext http) => ((RouteEndpoint)http.GetEndpoint()!).RoutePattern;

    private static string Join(IEnumerable<KeyValuePair<string, string?>> ids) =>
        string.Join('/', ids.Select(id => $"{id.Key}={id.Value}"));
}
