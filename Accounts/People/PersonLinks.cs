using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Tallydesk.Hosting;
using Tallydesk.Journal;

namespace Tallydesk.People;

/// <summary>What a link in a mail lets its reader do.</summary>
public enum LinkPurpose
{
    /// <summary>Accept an invitation: set the first password.</summary>
    Invitation,

    /// <summary>Set a new password.</summary>
    PasswordReset,
}

/// <summary>
/// Links that work once and for a time. They hold the person's security stamp, which their use changes, so that a used or
/// replaced one proves nothing.
/// </summary>
public sealed class PersonLinks(
    IDataProtectionProvider protection,
    PersonStore people,
    SiteAddress site,
    TimeProvider time
)
{
    /// <summary>How long an invitation can be accepted.</summary>
    public static readonly TimeSpan InvitationLasts = TimeSpan.FromHours(72);

    /// <summary>How long a link for a new password works.</summary>
    public static readonly TimeSpan ResetLasts = TimeSpan.FromHours(1);

    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.Links");

    /// <summary>A link for a person, to be sent to their address and nowhere else.</summary>
    public string LinkFor(Person person, LinkPurpose purpose)
    {
        var content = new Content(
            purpose,
            person.Id,
            person.Email,
            person.Secrets.Stamp,
            time.GetUtcNow() + Lasts(purpose)
        );
        var proof = WebEncoders.Base64UrlEncode(protector.Protect(StateJson.WriteBytes(content)));
        return $"{site.Value}{PathOf(purpose)}?proof={proof}";
    }

    /// <summary>Whom a link's proof belongs to; null when it is used, too old, for something else, or none.</summary>
    public async Task<Person?> FindAsync(LinkPurpose purpose, string? proof)
    {
        if (Read(proof) is not { } content || content.Purpose != purpose || content.Until <= time.GetUtcNow())
        {
            return null;
        }

        var person = await people.FindByIdAsync(content.Person, default);
        return person is { DisabledAt: null } && (person.Email, person.Secrets.Stamp) == (content.Email, content.Stamp)
            ? person
            : null;
    }

    /// <summary>The page of a link.</summary>
    public static string PathOf(LinkPurpose purpose) =>
        purpose == LinkPurpose.Invitation ? "/invitation" : "/password-reset/new";

    private static TimeSpan Lasts(LinkPurpose purpose) =>
        purpose == LinkPurpose.Invitation ? InvitationLasts : ResetLasts;

    private Content? Read(string? proof)
    {
        try
        {
            return proof is null
                ? null
                : StateJson.Read<Content>(protector.Unprotect(WebEncoders.Base64UrlDecode(proof)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private sealed record Content(LinkPurpose Purpose, string Person, string Email, string Stamp, DateTimeOffset Until);
}
