using Microsoft.Extensions.Options;

namespace Tallydesk.CompanyLogin;

/// <summary>The vendor's own login, by OpenID Connect. Section <c>Company</c> of the settings; without <c>Authority</c> there is none.</summary>
public sealed class CompanyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Company";

    /// <summary>The provider's issuer address, such as <c>https://login.example</c>.</summary>
    public string? Authority { get; set; }

    /// <summary>The client id at the provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client secret from the provider.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the button on the sign-in page calls it.</summary>
    public string Name { get; set; } = "your company";

    /// <summary>Whether there is one.</summary>
    public bool IsUsed => !string.IsNullOrEmpty(Authority);
}

/// <summary>Finds the first wrong setting and names its key.</summary>
public sealed class CompanyOptionsValidator : IValidateOptions<CompanyOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CompanyOptions options)
    {
        var wrong = options switch
        {
            { IsUsed: false } => null,
            _ when !IsAddress(options.Authority) =>
                "Company:Authority must be an https address, or http on this machine.",
            { ClientId: null or "" } => "Company:ClientId is missing.",
            { ClientSecret: null or "" } => "Company:ClientSecret is missing.",
            { Name: null or "" or { Length: > 60 } } => "Company:Name must have 1 to 60 characters.",
            _ => null,
        };
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
