using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Problems;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Attachments;

/// <summary>Files of a ticket's messages: uploaded first, then listed by the message, and downloaded from there.</summary>
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
            .WithSummary("Uploads a file for a message in this ticket. The request body is the file itself.")
            .WithDescription(
                "The file type is detected from the content. List the file's id in attachments when you post the message. Files that no message uses within a "
                    + "day are deleted. For a ticket that is not open yet, upload the files to its license."
            );
        ticket
            .MapGet(Download, DownloadAsync)
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
            .WithSummary("Downloads an attachment. Everyone who can read the message can download it.");
    }

    /// <summary>Adds files of tickets that are yet to be opened, within a license.</summary>
    public static void MapAttachmentsOf(this RouteGroupBuilder license) =>
        license
            .MapPost("/attachments", BringForNextAsync)
            .RequireAuthorization(Rights.CustomerOrStaff)
            .Accepts<Stream>("application/octet-stream")
            .Produces<Attachment>(StatusCodes.Status201Created)
            .WithSummary("Uploads a file for a new ticket on this license. The request body is the file itself.")
            .WithDescription(
                "List the file's id in attachments when you open the ticket. Files that no ticket uses within a day are deleted. If a file is "
                    + "rejected, the ticket is not opened."
            );

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
            return NoForms();
        }

        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Problem.NotFound;
        }

        var view = await ticket.ViewAsync(command.Actor);
        return view.Ok
            ? await TakeInAsync(view.Value.Id, view.Value.License, name, command, request, service)
            : Problem.Of(view.Refusal);
    }

    private static async Task<IResult> BringForNextAsync(
        string number,
        string? name,
        Command command,
        HttpRequest request,
        IGrainFactory grains,
        AttachmentService service
    )
    {
        if (IsForm(request))
        {
            return NoForms();
        }

        if (!LicenseNumber.TryParse(number, out var license))
        {
            return Problem.NotFound;
        }

        var view = await grains.GetGrain<ILicenseGrain>(license.GrainKey).ViewAsync(command.Actor);
        var refusal = view.Ok ? OpeningRules.RefuseRevoked(view.Value) : view.Refusal;
        return refusal is null
            ? await TakeInAsync(ticket: null, license, name, command, request, service)
            : Problem.Of(refusal);
    }

    private static async Task<IResult> TakeInAsync(
        TicketId? ticket,
        LicenseNumber license,
        string? name,
        Command command,
        HttpRequest request,
        AttachmentService service
    )
    {
        LiftLimit(request.HttpContext);
        if (request.ContentLength > service.Limits.LargestFile)
        {
            return Problem.Of(FileRefusals.TooLarge(FileNames.Of(name), service.Limits.LargestFile));
        }

        var brought = await service.BringAsync(
            command.Context,
            ticket,
            license,
            name,
            request.Body,
            request.HttpContext.RequestAborted
        );
        return brought.Created(file => file);
    }

    private static Problem NoForms() =>
        Problem.Of(
            ProblemKind.OfStatus(StatusCodes.Status415UnsupportedMediaType),
            "Send the file itself as the request body. Multipart forms are not supported."
        );

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
