using Microsoft.Extensions.Options;
using Tallydesk.Identity;

namespace Tallydesk.Mail;

/// <summary>How mails leave. Section <c>Mail</c> of the settings.</summary>
public sealed class MailOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mail";

    /// <summary>The mail server; without one, mails are written into <see cref="Folder"/>.</summary>
    public string? Host { get; set; }

    /// <summary>The server's port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>The user to sign in as; none for a server that asks for none.</summary>
    public string? User { get; set; }

    /// <summary>The user's password.</summary>
    public string? Password { get; set; }

    /// <summary>Whether the connection must be encrypted; only a server on this machine should do without.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "tallydesk@localhost";

    /// <summary>Where emails are written as <c>.eml</c> files if no server is configured; by default <c>mail</c> below <c>Storage:Folder</c>.</summary>
    public string? Folder { get; set; }
}

/// <summary>Finds the first wrong setting and names its key.</summary>
internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var wrong = options switch
        {
            { Port: < 1 or > 65_535 } => "Mail:Port must be from 1 to 65535.",
            { Host: null or "", User.Length: > 0 } => "Mail:User is set without Mail:Host.",
            { User.Length: > 0, Password: null or "" } => "Mail:User is set without Mail:Password.",
            _ when !EmailAddress.IsOne(options.From) =>
                "Mail:From must be an email address such as desk@vendor.example.",
            _ => null,
        };
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
