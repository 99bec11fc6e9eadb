using System.Security.Cryptography;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Demo;

/// <summary>Fills an empty database with a vendor to look at, through the same grains that everybody uses.</summary>
internal sealed class DemoVendor(
    IGrainFactory grains,
    CustomerQueries customers,
    TokenStore tokens,
    TicketDirectory directory,
    TimeProvider time
)
{
    private readonly Dictionary<string, Actor> ownerOf = [];

    /// <summary>Fills the database and tells a token of each account; a database with a customer in it stays as it is.</summary>
    /// <param name="output">Where the tokens are shown.</param>
    public async Task FillAsync(TextWriter output)
    {
        if (await customers.PageAsync(customer: null, limit: 1, after: null) is not [])
        {
            await output.WriteLineAsync("The database is not empty, so no demo data was added.");
            return;
        }

        var emil = await AddColleagueAsync(DemoAccounts.Emil, output);
        var noor = await AddColleagueAsync(DemoAccounts.Noor, output);
        var greta = await AddColleagueAsync(DemoAccounts.Greta, output);
        var shop = await AddColleagueAsync(DemoAccounts.Shop, output);
        foreach (var customer in DemoAccounts.Customers)
        {
            await AddCustomerAsync(customer, shop, output);
        }

        foreach (var (place, script) in DemoTickets.All.Index())
        {
            await AddTicketAsync(place, script, place % 2 == 0 ? emil : noor, greta);
        }

        await output.WriteLineAsync($"Added demo data with {DemoTickets.All.Count} tickets.");
    }

    private async Task<Actor> AddColleagueAsync(DemoColleague colleague, TextWriter output)
    {
        var token = await AddTokenAsync(colleague.Id, colleague.Name, colleague.Role, customer: null, output);
        return token.Actor;
    }

    private async Task AddCustomerAsync(DemoCustomer customer, Actor shop, TextWriter output)
    {
        var creation = new CommandId($"demo/{customer.Id}");
        var id = CustomerId.For(creation);
        var grain = grains.GetGrain<ICustomerGrain>(id.Value);
        await grain.CreateAsync(new(shop, creation), new(customer.Company, customer.Email, customer.TimeZone));
        var token = await AddTokenAsync(customer.Id, customer.Person, Role.Customer, id, output);
        foreach (var license in customer.Licenses)
        {
            await grain.RegisterLicenseAsync(new(shop, new($"demo/{license.Number}")), RegistrationOf(license));
            ownerOf[license.Number] = token.Actor;
        }

        if (customer.BoughtCredits > CreditAmount.Zero)
        {
            await grains
                .GetGrain<ICreditAccountGrain>(id.Account.Value)
                .PurchaseAsync(
                    new(shop, new($"demo/{customer.Id}/credits")),
                    new PurchaseCredits($"demo-{customer.Id}", customer.BoughtCredits)
                );
        }
    }

    private RegisterLicense RegistrationOf(DemoLicense license) =>
        new(
            new LicenseNumber(license.Number),
            license.Edition,
            time.GetUtcNow().AddDays(-license.BoughtDaysAgo),
            PurchasedOn: null,
            license.StorefrontOf is { } main ? new LicenseNumber(main) : null,
            UpgradeSubscription.None
        );

    private Task AddTicketAsync(int place, DemoTicket script, Actor engineer, Actor lead)
    {
        var opening = new CommandId($"demo/ticket/{place}");
        var question = new OpenTicket(
            new LicenseNumber(script.License),
            script.Subject,
            $"{script.Subject.TrimEnd('?')}: could you take a look, please? We noticed it this week.",
            CategoryHint: null,
            PreAgreedUpTo: null,
            Acknowledged: false
        );
        var ticket = directory.Ticket(TicketId.For(opening));
        return new DemoService(ticket, script, ownerOf[script.License], engineer, lead, place).PlayAsync(
            question,
            opening
        );
    }

    private async Task<Token> AddTokenAsync(string id, string name, Role role, CustomerId? customer, TextWriter output)
    {
        var text = Token.TextOf(id, RandomNumberGenerator.GetBytes(32));
        var token = new Token(id, Token.HashOf(text), name, role, customer, time.GetUtcNow());
        if (await tokens.AddAsync(Actor.Desk, token) == TokenAddition.Added)
        {
            await output.WriteLineAsync($"{TokenStore.NameOf(role), -9} {name, -13} {text}");
        }

        return token;
    }
}
