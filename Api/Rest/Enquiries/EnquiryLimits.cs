using Microsoft.Extensions.Options;

namespace Tallydesk.Enquiries;

/// <summary>How many enquiries one address may send to one gateway. Section <c>Enquiries</c> of the settings.</summary>
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

/// <summary>Keeps one address from filling the list of enquiries.</summary>
internal static class EnquiryLimits
{
    /// <summary>The limit's name at endpoints.</summary>
    public const string Policy = "enquiries";
}
