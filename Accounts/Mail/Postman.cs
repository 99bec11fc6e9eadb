using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Tallydesk.Storage;

namespace Tallydesk.Mail;

/// <summary>Sends a mail to the mail server, or writes it into a folder while none is set.</summary>
public sealed class Postman(IOptions<MailOptions> options, IOptions<StorageOptions> storage)
{
    private readonly MailOptions mail = options.Value;

    /// <summary>Where mails are written; null when they are sent.</summary>
    public string? Folder =>
        string.IsNullOrEmpty(mail.Host) ? mail.Folder ?? Path.Combine(storage.Value.Folder, "mail") : null;

    /// <summary>Sends one mail.</summary>
    /// <exception cref="IOException">The server or the folder can't be reached.</exception>
    public async Task SendAsync(OutgoingMail outgoing, CancellationToken cancellation)
    {
        using var message = MessageOf(outgoing);
        if (Folder is { } folder)
        {
            await WriteAsync(message, folder, cancellation);
            return;
        }

        using var client = new SmtpClient();
        await client.ConnectAsync(
            mail.Host!,
            mail.Port,
            mail.Tls ? SecureSocketOptions.Auto : SecureSocketOptions.None,
            cancellation
        );
        if (mail.Tls && !client.IsSecure)
        {
            throw new IOException("The mail server doesn't support TLS, and Mail:Tls requires it.");
        }

        if (!string.IsNullOrEmpty(mail.User))
        {
            await client.AuthenticateAsync(mail.User, mail.Password!, cancellation);
        }

        await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }

    /// <summary>The mail as it is sent. Line breaks in a name or subject become spaces, so that they add no header.</summary>
    internal MimeMessage MessageOf(OutgoingMail outgoing)
    {
        var message = new MimeMessage { Subject = OneLine(outgoing.Subject) };
        message.From.Add(new MailboxAddress("", mail.From));
        message.To.Add(new MailboxAddress(OneLine(outgoing.Name), OneLine(outgoing.To)));
        // Told to programs that answer by themselves (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = outgoing.Text };
        return message;
    }

    // Emailed links are credentials, so no other user of the machine can read them.
    private static async Task WriteAsync(MimeMessage message, string folder, CancellationToken cancellation)
    {
        OwnerOnly.CreateFolder(folder);
        // Written to a temporary file first, so that nobody reads a partial email.
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():n}.eml");
        await using (var part = OwnerOnly.OpenFile(path + ".part", FileMode.CreateNew))
        {
            await message.WriteToAsync(part, cancellation);
        }

        File.Move(path + ".part", path);
    }

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
