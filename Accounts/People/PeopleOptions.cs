using Microsoft.Extensions.Options;

namespace Tallydesk.People;

/// <summary>Who must use two-factor authentication.</summary>
public enum SecondFactorRule
{
    /// <summary>Engineers, leads and admins.</summary>
    Staff,

    /// <summary>Customers too.</summary>
    Everyone,

    /// <summary>No one; it is optional.</summary>
    Nobody,
}

/// <summary>How people sign in. Section <c>People</c> of the settings.</summary>
public sealed class PeopleOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "People";

    /// <summary>Who must set up two-factor authentication first.</summary>
    public SecondFactorRule SecondFactor { get; set; } = SecondFactorRule.Staff;

    /// <summary>The number of wrong passwords or codes that lock an account for a while, 3 to 100.</summary>
    public int MostFailures { get; set; } = 5;

    /// <summary>For how many minutes, 1 to 1,440.</summary>
    public int LockMinutes { get; set; } = 5;
}

/// <summary>Finds the first wrong setting and names its key.</summary>
internal sealed class PeopleOptionsValidator : IValidateOptions<PeopleOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PeopleOptions options)
    {
        var wrong = options switch
        {
            { MostFailures: < 3 or > 100 } => "People:MostFailures must be from 3 to 100.",
            { LockMinutes: < 1 or > 1_440 } => "People:LockMinutes must be from 1 to 1440.",
            _ when !Enum.IsDefined(options.SecondFactor) => "People:SecondFactor must be staff, everyone or nobody.",
            _ => null,
        };
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}

/// <summary>What the rule means for a person.</summary>
internal static class SecondFactorRules
{
    /// <summary>Whether a person must set up two-factor authentication first. Single sign-on has the provider's own.</summary>
    public static bool IsLackedBy(this SecondFactorRule rule, Person person) =>
        !person.Secrets.HasSecondFactor
        && rule switch
        {
            SecondFactorRule.Staff => person.Actor.IsStaff,
            SecondFactorRule.Everyone => true,
            _ => false,
        };
}
