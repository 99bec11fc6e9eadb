using Microsoft.Extensions.Options;

namespace Tallydesk.Enquiries;

/// <summary>The rate limit for contact requests per network address and gateway. Configuration section <c>Enquiries</c>.</summary>
internal sealed class EnquiryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Enquiries";

    /// <summary>At once, 1 to 10,000.</summary>
    public int Burst { get; set; } = 5;

    /// <summary>In the long run, in an hour, 1 to 10,000.</summary>
    public int PerHour { get; set; } = 12;
}

/// <summary>Finds the first wrong setting and names its key.</summary>
internal sealed class EnquiryOptionsValidator : IValidateOptions<EnquiryOptions>
{
    private const int Most = 10_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EnquiryOptions options)
    {
        var wrong = options switch
        {
            { Burst: < 1 or > Most } => $"Enquiries:Burst must be from 1 to {Most}.",
            { PerHour: < 1 or > Most } => $"Enquiries:PerHour must be from 1 to {Most}.",
            _ => null,
        };
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}

/// <summary>Prevents one network address from filling the list of contact requests.</summary>
internal static class EnquiryLimits
{
    /// <summary>The limit's name at endpoints.</summary>
    public const string Policy = "enquiries";
}
