using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.CannedReplies;

/// <summary>A canned reply.</summary>
/// <param name="Title">What staff find it by, 1 to 100 characters, unique in any letter case.</param>
/// <param name="Body">Markdown, 1 to 20,000 characters.</param>
internal sealed record CannedReplyBody(string? Title, string? Body)
{
    /// <summary>The reply.</summary>
    public CannedReply ToReply() => new(Given.Words(Title, "title").Trim(), Given.Words(Body, "body"));
}

/// <summary>The title of a canned reply.</summary>
/// <param name="Title">In any letter case.</param>
internal sealed record CannedReplyTitle(string? Title)
{
    /// <summary>The title.</summary>
    public string ToTitle() => Given.Words(Title, "title").Trim();
}

/// <summary>The answers that staff give again and again.</summary>
internal static class CannedReplyEndpoints
{
    /// <summary>Adds <c>/canned-replies</c>.</summary>
    public static void MapCannedReplies(this IEndpointRouteBuilder v1)
    {
        var replies = v1.MapGroup("/canned-replies").WithTags("Replies").RequireAuthorization(Rights.Staff);
        replies
            .MapGet("", ViewAsync)
            .Produces<ListBody<CannedReplyBody>>()
            .WithSummary("Lists all canned replies by title, up to 200 on one page.");
        replies
            .MapPost("", SaveAsync)
            .RequireAuthorization(Rights.Lead)
            .Produces<ListBody<CannedReplyBody>>()
            .WithSummary("Creates a canned reply, or replaces the one with this title.");
        replies
            .MapPost("/removal", RemoveAsync)
            .RequireAuthorization(Rights.Lead)
            .Produces<ListBody<CannedReplyBody>>()
            .WithSummary("Deletes the canned reply with this title, if it exists.");
    }

    private static async Task<IResult> ViewAsync(Caller caller, IGrainFactory grains) =>
        (await List(grains).ViewAsync(caller.Actor)).Ok(BodyOf);

    private static async Task<IResult> SaveAsync(CannedReplyBody body, Command command, CannedReplyActs acts) =>
        (await acts.SaveAsync(command.Context, body)).Ok(BodyOf);

    private static async Task<IResult> RemoveAsync(CannedReplyTitle body, Command command, CannedReplyActs acts) =>
        (await acts.RemoveAsync(command.Context, body)).Ok(BodyOf);

    private static ListBody<CannedReplyBody> BodyOf(CannedReplyList list) =>
        new([.. list.Replies.Select(reply => new CannedReplyBody(reply.Title, reply.Body))], null);

    private static ICannedRepliesGrain List(IGrainFactory grains) =>
        grains.GetGrain<ICannedRepliesGrain>(ICannedRepliesGrain.Key);
}
