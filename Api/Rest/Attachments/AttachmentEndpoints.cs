using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Attachments;

/// <summary>Files of a ticket's messages: brought first, then named by the message, and downloaded from there.</summary>
internal static class AttachmentEndpoints
{
    private const string Download = "/messages/{message:long}/attachments/{id}";

    /// <summary>Adds a ticket's attachments to the programming interface.</summary>
    public static void MapAttachments(this RouteGroupBuilder ticket)
    {
        ticket
            .MapPost("/attachments", BringAsync)
            .Accepts<Stream>("application/octet-stream")
            .Produces<Attachment>(StatusCodes.Status201Created)
            .WithSummary("Brings a file for a message of this ticket; the body is the file itself.")
            .WithDescription(
                "What it is, is told by its bytes. A message names the ids of its files; what no message has named within a "
                    + "day is removed. Over this interface files are added to an open ticket, not with the ticket itself."
            );
        ticket
            .MapGet(Download, DownloadAsync)
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
            .WithSummary("A file of a message, for whoever sees the message.");
    }

    /// <summary>Adds the download to the pages.</summary>
    public static void MapAttachmentDownload(this IEndpointRouteBuilder tickets) =>
        tickets.MapGet("/{number:long}" + Download, DownloadAsync);

    private static async Task<IResult> BringAsync(
        long number,
        string? name,
        Command command,
        HttpRequest request,
        TicketDirectory tickets,
        AttachmentService service
    )
    {
        if (IsForm(request))
        {
            return Problem.Of(
                ProblemKind.OfStatus(StatusCodes.Status415UnsupportedMediaType),
                "The body is the file itself; forms are not taken apart here."
            );
        }

        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Problem.NotFound;
        }

        var view = await ticket.ViewAsync(command.Actor);
        if (!view.Ok)
        {
            return Problem.Of(view.Refusal);
        }

        LiftLimit(request.HttpContext);
        if (request.ContentLength > service.Limits.LargestFile)
        {
            return Problem.Of(FileRefusals.TooLarge(FileNames.Of(name), service.Limits.LargestFile));
        }

        var brought = await service.BringAsync(
            command.Context,
            view.Value.Id,
            view.Value.License,
            name,
            request.Body,
            request.HttpContext.RequestAborted
        );
        return brought.Created(file => file);
    }

    private static async Task<IResult> DownloadAsync(
        long number,
        long message,
        string id,
        HttpContext http,
        TicketDirectory tickets,
        AttachmentService service
    )
    {
        var actor = ActorClaims.ActorOf(http);
        if (
            await tickets.FindAsync(number) is not { } ticket
            || await ticket.ViewAsync(actor) is not { Ok: true } view
            || await service.OpenAsync(actor, view.Value.Id, message, id, http.RequestAborted) is not { } found
        )
        {
            return Problem.NotFound;
        }

        var headers = http.Response.Headers;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(found.File.Name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "sandbox; " + SecurityHeaders.Nothing;
        headers.CacheControl = "private, no-store";
        // Never its own type: whatever the bytes are, no browser shows them from here.
        return TypedResults.Stream(found.Content, "application/octet-stream");
    }

    private static bool IsForm(HttpRequest request) =>
        request.ContentType is { } type
        && (
            type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>The web server reads on, for files have a limit of their own, at which reading stops, and a name to be refused by.</summary>
    private static void LiftLimit(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }
}
