using System.Collections.Immutable;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The files of a message that a page sent.</summary>
internal static class FormFiles
{
    /// <summary>The largest form with files, in bytes.</summary>
    public const long LargestForm = 64L << 20;

    /// <summary>Takes the files in and keeps them for the message; its sender sees the ticket, or is about to open it.</summary>
    public static async Task<Answer<ImmutableList<Attachment>>> KeepAsync(
        TicketId ticket,
        LicenseNumber license,
        PageForm form,
        AttachmentDesk desk
    )
    {
        var ids = new List<string>();
        foreach (var file in form.Files)
        {
            await using var content = file.OpenReadStream();
            var brought = await desk.BringAsync(
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

        return ids.Count == 0 ? ImmutableList<Attachment>.Empty : await desk.ClaimAsync(form.Actor, ticket, ids);
    }
}
