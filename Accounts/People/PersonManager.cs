using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Tallydesk.People;

/// <summary>ASP.NET Core Identity's manager, with the configured clock, longer recovery codes and single-use codes.</summary>
public sealed class PersonManager(
    IUserStore<Person> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Person> hasher,
    IEnumerable<IUserValidator<Person>> userValidators,
    IEnumerable<IPasswordValidator<Person>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Person>> log,
    TimeProvider time
) : UserManager<Person>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, log)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int CodeCharacters = 24;

    /// <summary>
    /// Whether an authenticator code is correct and later than the last used one. It is used up once the person is
    /// written, which only the first of several concurrent writers can do.
    /// </summary>
    public bool TakeCode(Person person, string code)
    {
        if (
            person.Secrets.AuthenticatorKey is not { } key
            || AppCodes.StepOf(
                key,
                string.Concat(code.Where(char.IsAsciiDigit)),
                person.Secrets.LastStep,
                time.GetUtcNow()
            )
                is not { } step
        )
        {
            return false;
        }

        person.Secrets.LastStep = step;
        return true;
    }

    /// <summary>A recovery code: 120 random bits in four groups.</summary>
    protected override string CreateTwoFactorRecoveryCode()
    {
        var characters = RandomNumberGenerator.GetString(Alphabet, CodeCharacters);
        return string.Join('-', characters.Chunk(CodeCharacters / 4).Select(group => new string(group)));
    }
}
