using Microsoft.AspNetCore.Mvc;
using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.Enquiries;

/// <summary>The contact form for people without a license, and the list in which staff find what came by it.</summary>
internal static class EnquiryEndpoints
{
    private const int LargestForm = 1 << 16;

    /// <summary>Adds <c>/enquiries</c>.</summary>
    public static void MapEnquiries(this IEndpointRouteBuilder v1)
    {
        var enquiries = v1.MapGroup("/enquiries").WithTags("Enquiries");
        enquiries
            .MapPost("", SendAsync)
            .AllowAnonymous()
            .RequireRateLimiting(EnquiryLimits.Policy)
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm))
            .Produces<SentEnquiry>(StatusCodes.Status201Created)
            .WithSummary("Sends a question without a license: no ticket, no credits.")
            .WithDescription(
                "Every sender is told the same: owners of a license ask in the help desk. "
                    + "An address may send a few enquiries at once and then one every few minutes; Retry-After says when."
            );
        enquiries
            .MapGet("", ListAsync)
            .RequireAuthorization(Rights.Staff)
            .Produces<ListBody<EnquiryRow>>()
            .WithSummary("Enquiries: open ones first, then answered, then closed; within each the oldest first.");

        var enquiry = enquiries
            .MapGroup("/{id}")
            .RequireAuthorization(Rights.Staff)
            .AddEndpointFilter(new KeyShape(EnquiryId.Prefix));
        enquiry.MapGet("", ViewAsync).Produces<EnquiryBody>().WithSummary("One enquiry with its answers.");
        enquiry
            .MapPost("/answers", AnswerAsync)
            .Produces<EnquiryRow>(StatusCodes.Status201Created)
            .WithSummary("Records an answer; the enquiry counts as answered.");
        enquiry
            .MapPost("/closing", CloseAsync)
            .Produces<EnquiryRow>()
            .WithSummary("Closes an enquiry, answered or not.");
    }

    private static async Task<IResult> SendAsync(NewEnquiry body, Command command, EnquiryActs acts) =>
        (await acts.SendAsync(command.Context, body)).Created(SentEnquiry.Of);

    private static async Task<IResult> ListAsync(PageRequest page, EnquiryQueries enquiries, string? status)
    {
        var rows = await enquiries.PageAsync(StatusOf(status), page.Limit + 1, page.AfterPlace());
        return TypedResults.Ok(page.Of(rows, EnquiryRow.Of));
    }

    private static async Task<IResult> ViewAsync(string id, Caller caller, IGrainFactory grains, HttpResponse response)
    {
        var view = await Enquiry(grains, id).ViewAsync(caller.Actor);
        return view.Versioned(response, found => found.Card.Version, EnquiryBody.Of);
    }

    private static async Task<IResult> AnswerAsync(
        string id,
        NewEnquiryAnswer body,
        Command command,
        EnquiryActs acts
    ) => (await acts.AnswerAsync(command.Context, id, body)).Created(EnquiryRow.Of);

    private static async Task<IResult> CloseAsync(string id, Command command, EnquiryActs acts) =>
        (await acts.CloseAsync(command.Context, id)).Ok(EnquiryRow.Of);

    private static IEnquiryGrain Enquiry(IGrainFactory grains, string id) => grains.GetGrain<IEnquiryGrain>(id);

    private static EnquiryStatus? StatusOf(string? status) =>
        QueryField.ValueOf<EnquiryStatus>("status", status, "status is open, answered or closed.");
}
