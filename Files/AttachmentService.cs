using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Attachments;

/// <summary>Receives files for a ticket, stores them for its messages, and serves them to everyone who can see the message.</summary>
public sealed class AttachmentService(
    AttachmentTable table,
    IAttachmentStore store,
    TicketQueries tickets,
    IOptions<AttachmentOptions> options
)
{
    private const string Prefix = "att-";
    private const int PlaceBytes = 20;

    /// <summary>The limits.</summary>
    public AttachmentOptions Limits => options.Value;

    /// <summary>Whether a command uploaded a file.</summary>
    public async Task<bool> KnowsAsync(CommandId id) => await table.FindAsync(IdOf(id)) is not null;

    /// <summary>The placeholder for the ticket of files that are uploaded before it is opened.</summary>
    private static string NextTicketOf(Actor actor, LicenseNumber license) =>
        KeyHash.Of("next-", $"{actor.Id}\n{license.Value}");

    private static string IdOf(CommandId command) => KeyHash.Of(Prefix, command.Value);

    /// <summary>Takes a file in. The same command with the same bytes and name gets the first answer.</summary>
    /// <param name="context">The caller.</param>
    /// <param name="ticket">The ticket, which they see or are about to open; null for the next ticket that they open about the license.</param>
    /// <param name="license">The ticket's license, whose quota is used.</param>
    /// <param name="name">Its name as it was given.</param>
    /// <param name="body">Its size in bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <remarks>
    /// Refused: <see cref="RefusalCode.FileTooLarge"/>, <see cref="RefusalCode.FileTypeNotAllowed"/>,
    /// <see cref="RefusalCode.TooManyFiles"/>, <see cref="RefusalCode.AttachmentQuotaExceeded"/>,
    /// <see cref="RefusalCode.IdempotencyKeyReused"/>.
    /// </remarks>
    public async Task<Answer<Attachment>> BringAsync(
        CommandContext context,
        TicketId? ticket,
        LicenseNumber license,
        string? name,
        Stream body,
        CancellationToken cancellation
    )
    {
        var kept = FileNames.Of(name);
        await using var received = await ReceivedFile.ReadAsync(body, Limits.LargestFile, cancellation);
        if (received is null)
        {
            return FileRefusals.TooLarge(kept, Limits.LargestFile);
        }

        var id = IdOf(context.Id);
        if (await table.FindAsync(id) is { } first)
        {
            return (first.Sha256, first.Name) == (received.Sha256, kept)
                ? await FinishAsync(first, received, cancellation)
                : Repeats.KeyReused(context.Id);
        }

        if (received.Type is not { } type)
        {
            return received.Size == 0 ? FileRefusals.Empty(kept) : FileRefusals.TypeNotAllowed(kept);
        }

        var file = new StoredFile(
            id,
            ticket?.Value ?? NextTicketOf(context.Actor, license),
            license.Value,
            context.Actor.Id,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PlaceBytes)),
            kept,
            type,
            received.Size,
            received.Sha256
        );
        return await table.AddAsync(context.Actor, file, Limits.QuotaOfLicense, Limits.MostOfTicket) switch
        {
            FileAdding.OverQuota => FileRefusals.OverQuota(kept, Limits.QuotaOfLicense),
            FileAdding.TooMany => FileRefusals.TooManyOfTicket(kept, Limits.MostOfTicket),
            _ => await FinishAsync(file, received, cancellation),
        };
    }

    /// <summary>
    /// Claims files for a message: those that its author uploaded for the ticket, and those for a ticket that was not yet
    /// opened about the license. Refused: <see cref="RefusalCode.InvalidField"/>.
    /// </summary>
    public async Task<Answer<ImmutableList<Attachment>>> ClaimAsync(
        Actor actor,
        TicketId ticket,
        LicenseNumber license,
        IReadOnlyList<string> ids
    )
    {
        if (ids.Count > Limits.MostOfMessage)
        {
            return FileRefusals.TooManyOfMessage(ids.Count, Limits.MostOfMessage);
        }

        if (ids.CountBy(id => id).FirstOrDefault(id => id.Value > 1).Key is { } repeated)
        {
            return Fields.Invalid("attachments", $"attachments lists {Fields.Shown(repeated)} twice.");
        }

        var claimed = await table.ClaimAsync(actor, ticket.Value, NextTicketOf(actor, license), ids);
        return claimed.Length == ids.Count
            ? claimed.Select(file => file.ToAttachment()).ToImmutableList()
            : Fields.Invalid(
                "attachments",
                $"attachments lists {Fields.Shown(ids.Except(claimed.Select(file => file.Id)).First())}, which is not a file that you uploaded for this ticket."
            );
    }

    /// <summary>A file of a message that the actor sees; null for all else. The caller has made sure that they see the ticket.</summary>
    public async Task<(Attachment File, Stream Content)?> OpenAsync(
        Actor actor,
        TicketId ticket,
        long message,
        string id,
        CancellationToken cancellation
    )
    {
        var found = await tickets.FindMessageAsync(ticket, actor, message);
        var file = found?.Attachments.FirstOrDefault(attachment => attachment.Id == id);
        return
            file is not null
            && await table.FindAsync(id) is { } stored
            && await store.OpenAsync(stored.Place, cancellation) is { } content
            ? (file, content)
            : null;
    }

    private async Task<Answer<Attachment>> FinishAsync(
        StoredFile file,
        ReceivedFile received,
        CancellationToken cancellation
    )
    {
        await store.PutAsync(file.Place, received.Content, cancellation);
        await table.NoteStoredAsync(file.Id);
        return file.ToAttachment();
    }
}
