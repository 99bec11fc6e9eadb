using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Tallydesk.Texts;

namespace Tallydesk.People;

/// <summary>
/// What a password must be: long enough and hard enough to guess. Any characters will do, none are asked for. How many
/// guesses it takes is estimated by zxcvbn, which knows the commonest passwords, names, words and patterns; the person's own
/// words and the desk's count as known.
/// </summary>
public sealed class PasswordRules : IPasswordValidator<Person>
{
    /// <summary>The fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>The maximum number of characters.</summary>
    public const int Longest = 128;

    // Safely unguessable where guesses are few: more than 10^8 of them.
    private const int LeastScore = 3;

    // What lies beyond adds to the length, not to the pattern, and costs time.
    private const int MostEstimated = 64;
    private static readonly string[] DeskWords = ["tallydesk", "helpdesk", "support", "ticket", "credits"];

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        var wrong = WrongWith(user, password ?? "");
        return Task.FromResult(
            wrong is null
                ? IdentityResult.Success
                : IdentityResult.Failed(new IdentityError { Code = "password", Description = wrong })
        );
    }

    /// <summary>What is wrong with a password, as a sentence for the person; null when nothing is.</summary>
    public static string? WrongWith(Person person, string password)
    {
        var characters = new StringInfo(password).LengthInTextElements;
        return characters switch
        {
            < Shortest => $"Use at least {Shortest} characters.",
            _ when password.Length > Longest => $"Use at most {Longest} characters.",
            _ when IsEasy(person, password) =>
                "This password is too easy to guess. Make it longer, or use several unrelated words.",
            _ => null,
        };
    }

    private static bool IsEasy(Person person, string password)
    {
        var known = person.Name.Split(' ').Concat(person.Email.Split('@', '.', '-', '_')).Concat(DeskWords);
        var estimate = Zxcvbn.Zxcvbn.MatchPassword(
            TextElements.Beginning(password, MostEstimated),
            known.Where(word => word.Length > 2)
        );
        return estimate.Score < LeastScore;
    }
}
