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
            .WithSummary(
                "Sends a contact request. No license is needed, no ticket is opened and no credits are charged."
            )
            .WithDescription(
                "The response is the same for every sender: license owners are asked to use the help desk. "
                    + "Each network address can send a few contact requests at once, and then one every few minutes. Retry-After says when."
            );
        enquiries
            .MapGet("", ListAsync)
            .RequireAuthorization(Rights.Staff)
            .Produces<ListBody<EnquiryRow>>()
            .WithSummary("Lists contact requests: open, then answered, then closed, oldest first within each.");

        var enquiry = enquiries
            .MapGroup("/{id}")
            .RequireAuthorization(Rights.Staff)
            .AddEndpointFilter(new KeyShape(EnquiryId.Prefix));
        enquiry
            .MapGet("", ViewAsync)
            .Produces<EnquiryBody>()
            .WithSummary("Returns a contact request with its answers.");
        enquiry
            .MapPost("/answers", AnswerAsync)
            .Produces<EnquiryRow>(StatusCodes.Status201Created)
            .WithSummary("Adds an answer and marks the contact request as answered.");
        enquiry
            .MapPost("/closing", CloseAsync)
            .Produces<EnquiryRow>()
            .WithSummary("Closes a contact request, whether or not it was answered.");
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
        QueryField.ValueOf<EnquiryStatus>("status", status, "status must be open, answered or closed.");
}
