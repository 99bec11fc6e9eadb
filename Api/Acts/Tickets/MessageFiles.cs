using System.Collections.Immutable;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Tickets;

/// <summary>A file that is sent together with its message.</summary>
/// <param name="Context">The command that adds it.</param>
/// <param name="Name">Its name as it was given.</param>
/// <param name="Open">Opens its bytes.</param>
internal sealed record SentFile(CommandContext Context, string Name, Func<Stream> Open);

/// <summary>The files of a message: those uploaded before, listed by id, and those sent with it.</summary>
/// <param name="Brought">The ids; null for none.</param>
/// <param name="Sent">The others; null for none.</param>
internal sealed record MessageFiles(IReadOnlyList<string?>? Brought, IReadOnlyList<SentFile>? Sent)
{
    private int Count => (Brought?.Count ?? 0) + (Sent?.Count ?? 0);

    /// <summary>Whether there are any.</summary>
    public bool Any => Count > 0;

    /// <summary>Keeps them for a message that is about to be posted.</summary>
    /// <param name="service">Takes files in.</param>
    /// <param name="actor">Who posts, and sees the ticket or is about to open it.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="license">The ticket's license.</param>
    /// <remarks>Refused: what <see cref="AttachmentService"/> refuses; then the message is not posted.</remarks>
    public async Task<Answer<ImmutableList<Attachment>>> KeepAsync(
        AttachmentService service,
        Actor actor,
        TicketId ticket,
        LicenseNumber license
    )
    {
        if (Count > service.Limits.MostOfMessage)
        {
            return FileRefusals.TooManyOfMessage(Count, service.Limits.MostOfMessage);
        }

        var ids = (Brought ?? []).Select(id => Given.Words(id, "attachments")).ToList();
        foreach (var file in Sent ?? [])
        {
            await using var content = file.Open();
            var brought = await service.BringAsync(
                file.Context,
                ticket,
                license,
                file.Name,
                content,
                CancellationToken.None
            );
            if (!brought.Ok)
            {
                return brought.Refusal;
            }

            ids.Add(brought.Value.Id);
        }

        return ids.Count == 0 ? ImmutableList<Attachment>.Empty : await service.ClaimAsync(actor, ticket, license, ids);
    }
}
