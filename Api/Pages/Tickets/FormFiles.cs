using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The files of a message that a page sent.</summary>
internal static class FormFiles
{
    /// <summary>Lets a form be as large as its files may be together.</summary>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder form, IEndpointRouteBuilder routes)
    {
        var limits = routes.ServiceProvider.GetRequiredService<IOptions<AttachmentOptions>>().Value;
        return form.WithMetadata(
                new RequestSizeLimitAttribute(limits.LargestForm),
                new FilesOfForm(limits.MostOfMessage, limits.LargestFile)
            )
            .WithFormOptions(multipartBodyLengthLimit: limits.LargestForm);
    }

    /// <summary>Takes the files in and keeps them for the message; its sender sees the ticket, or is about to open it.</summary>
    public static async Task<Answer<ImmutableList<Attachment>>> KeepAsync(
        TicketId ticket,
        LicenseNumber license,
        PageForm form,
        AttachmentService service
    )
    {
        var ids = new List<string>();
        var files = form.Files.ToList();
        if (files.Count > service.Limits.MostOfMessage)
        {
            return FileRefusals.TooManyOfMessage(files.Count, service.Limits.MostOfMessage);
        }

        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            var brought = await service.BringAsync(
                form.Command($"file {ids.Count}"),
                ticket,
                license,
                file.FileName,
                content,
                CancellationToken.None
            );
            if (!brought.Ok)
            {
                return brought.Refusal;
            }

            ids.Add(brought.Value.Id);
        }

        return ids.Count == 0 ? ImmutableList<Attachment>.Empty : await service.ClaimAsync(form.Actor, ticket, ids);
    }
}
