using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Mail;
using Tallydesk.Requests;
using Tallydesk.Storage;

namespace Tallydesk.Customers;

/// <summary>
/// Asks the owner of an address whether it is a customer's. The mail holds no word of the customer's, because until then it
/// may go to a stranger.
/// </summary>
internal sealed class AddressConfirmation(
    IDataProtectionProvider protection,
    Outbox outbox,
    Database database,
    SiteAddress site,
    IGrainFactory grains,
    TimeProvider time
)
{
    /// <summary>The page of the link.</summary>
    public const string Path = "/address-confirmation";

    private static readonly TimeSpan Lasts = TimeSpan.FromHours(72);
    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.AddressConfirmation");

    /// <summary>Mails the link to the address that a customer has asked for; once, however often the request is repeated.</summary>
    public async Task AskAsync(CustomerView customer)
    {
        if (customer.Unconfirmed is not { } asked || asked.AskedAt + Lasts <= time.GetUtcNow())
        {
            return;
        }

        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await outbox.AddAsync(transaction, MailOf(customer.Id, asked));
        await transaction.CommitAsync();
        outbox.Bell.Ring();
    }

    /// <summary>Makes the address count. Answers false when the link is too old, is none, or another address was asked for since.</summary>
    /// <param name="visitor">Who followed the link.</param>
    /// <param name="proof">The link's proof.</param>
    public async Task<bool> ConfirmAsync(Actor visitor, string? proof)
    {
        if (Read(proof) is not { } link || link.Until <= time.GetUtcNow())
        {
            return false;
        }

        var command = new CommandContext(
            Actor.Desk with
            {
                From = visitor.From,
            },
            CommandIds.Of(Path, link.Customer, link.Email, $"{link.Until.ToUnixTimeMilliseconds()}")
        );
        var customer = grains.GetGrain<ICustomerGrain>(link.Customer);
        if (!(await customer.ConfirmAddressAsync(command, link.Email)).Ok)
        {
            return false;
        }

        // A link that was used before is answered from its record, while another address may count by now.
        var now = await customer.ViewAsync(command.Actor);
        return now.Ok && now.Value.Email == link.Email;
    }

    private OutgoingMail MailOf(CustomerId customer, UnconfirmedAddress asked)
    {
        var link = new Link(customer.Value, asked.Email, asked.AskedAt + Lasts);
        var proof = WebEncoders.Base64UrlEncode(protector.Protect(StateJson.WriteBytes(link)));
        return new(
            $"{customer.Value}/{asked.AskedAt.ToUnixTimeMilliseconds()}/address",
            asked.Email,
            "",
            "Confirm your address",
            $"""
            Hello,

            Someone entered this address for an account at our help desk. If it was you, confirm the address here:

            {site.Value}{Path}?proof={proof}

            The link expires in {Lasts.TotalHours:0} hours. If it wasn't you, ignore this email: the address won't be used.
            """
        );
    }

    private Link? Read(string? proof)
    {
        try
        {
            return proof is null ? null : StateJson.Read<Link>(protector.Unprotect(WebEncoders.Base64UrlDecode(proof)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private sealed record Link(string Customer, string Email, DateTimeOffset Until);
}
