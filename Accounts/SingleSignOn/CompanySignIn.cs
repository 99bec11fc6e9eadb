using Microsoft.AspNetCore.Identity;
using Tallydesk.Identity;
using Tallydesk.People;
using Tallydesk.Texts;

namespace Tallydesk.CompanyLogin;

/// <summary>The provider's claims about a person.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The person's id there; with the issuer it never belongs to anybody else.</param>
/// <param name="Email">The address that the provider has proved; null where it has not.</param>
public sealed record CompanyIdentity(string Issuer, string Subject, string? Email);

/// <summary>
/// Signs staff in with the claims of the OpenID Connect provider. It creates no accounts: an admin invites people, and the address that was
/// invited is linked to the login on first use. From then on, the login counts and not the address.
/// </summary>
public sealed class CompanySignIn(PersonManager people, PersonStore store, SignInService service)
{
    /// <summary>Begins the session of the person who has the login; answers false when there is none who may sign in.</summary>
    public async Task<bool> BeginAsync(HttpContext http, CompanyIdentity identity)
    {
        if (!TextElements.IsStorable(identity.Subject + identity.Email))
        {
            return false;
        }

        var known = await store.FindByLoginAsync(identity.Issuer, identity.Subject, default);
        var person =
            known
            ?? (
                identity.Email is { } email ? await store.FindByNameAsync(EmailAddress.Normalize(email), default) : null
            );
        if (
            person is not { DisabledAt: null, Actor.IsStaff: true }
            || (known is null && HasOtherLogin(person, identity))
        )
        {
            return false;
        }

        if (known is null)
        {
            person.Because = new(person.Actor with { From = ActorClaims.ActorOf(http).From }, "companyLoginTied");
            var tied = await people.AddLoginAsync(
                person,
                new UserLoginInfo(identity.Issuer, identity.Subject, identity.Issuer)
            );
            if (!tied.Succeeded)
            {
                return false;
            }
        }

        return await service.BeginAsync(http, person, "company login", isStrong: true);
    }

    /// <summary>An address that was reassigned within the company does not give the new owner the old owner's access.</summary>
    private static bool HasOtherLogin(Person person, CompanyIdentity identity) =>
        person.Secrets.Logins.Any(login => login.Issuer == identity.Issuer);
}
