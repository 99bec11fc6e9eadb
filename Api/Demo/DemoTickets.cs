using Tallydesk.Policy;
using static Tallydesk.Demo.DemoStage;
using static Tallydesk.Policy.Category;

namespace Tallydesk.Demo;

/// <summary>A ticket of the demo.</summary>
/// <param name="License">The license it is about.</param>
/// <param name="Subject">The subject; the question follows from it.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="Category">The category that staff assign on the way.</param>
internal sealed record DemoTicket(string License, string Subject, DemoStage Stage, Category Category = Question);

/// <summary>The tickets of the demo, oldest first.</summary>
internal static class DemoTickets
{
    /// <summary>Those that are over, some in every state that can be reached, and then some dozens in the queue.</summary>
    public static IReadOnlyList<DemoTicket> All { get; } =
    [
        new("LIND-2210", "Where is the setting for guest checkout?", Solved),
        new("MORI-7781", "Two languages in one product feed", Closed),
        new("DUAR-9001", "Search returns nothing after moving to a new server", Solved, Investigation),
        new("REYC-0417", "Can we have a subscription box with monthly billing?", Referred),
        new("NOVA-5520", "How do vendors see their payouts?", Closed),
        new("LIND-2211", "How do I turn on guest checkout?", Duplicate, Configuration),
        new("WHIT-6402", "Emails from the shop end up in spam", Solved, Configuration),
        new("BOER-1190", "Cron jobs on shared hosting", Unsolvable, Investigation),
        new("OKAF-3105", "Remove the demo products", Withdrawn),
        new("LIND-2212", "Storefront shows the wrong logo", Solved, Configuration),
        new("DUAR-9001", "Orders haven't been exported since this morning", FollowedUp, Investigation),
        new("WHIT-6402", "Checkout button does nothing on phones", Urgent),
        new("DUAR-9001", "Vendor plan limits are ignored", Claimed),
        new("WHIT-6402", "Shipping rates for Alaska are missing", Asked),
        new("WHIT-6402", "Gift certificates can be used twice", Agreed, Configuration),
        new("DUAR-9001", "Which image sizes does the new theme expect?", Answered),
        new("LIND-2210", "Product page takes 20 seconds to load", Agreed, Investigation),
        new("LIND-2210", "Upgrade to the current release", Priced, Upgrade),
        new("LIND-2211", "Add a second warehouse with its own stock", Claimed),
        new("LIND-2212", "Prices differ between our two storefronts", Priced, Configuration),
        new("REYC-0417", "Payment page returns error 500", Priced, Investigation),
        new("REYC-0417", "Tax on coffee is calculated at the wrong rate", Agreed, Configuration),
        new("REYC-0417", "Add a roast date to every product", Declined, Configuration),
        new("REYC-0417", "Which report shows sales by weight?", Asked),
        new("MORI-7781", "Japanese addresses are printed in the wrong order", Answered, Configuration),
        new("MORI-7781", "Import of 12,000 products stops halfway", Split),
        new("MORI-7781", "Images turn gray after the import", Agreed, Investigation),
        new("MORI-7781", "How do I hide out-of-stock variants?", Asked),
        new("BOER-1190", "Server is slow every evening", Agreed, Investigation),
        new("BOER-1190", "Two of our modules conflict in the cart", Agreed, Investigation),
        new("BOER-1190", "Move the shop to a new host", Priced, Investigation),
        new("BOER-1190", "Change the order number format", Asked),
        new("NOVA-5520", "Vendors can't upload their own logo", Asked),
        new("NOVA-5520", "Commission is taken from shipping too", Claimed),
        new("NOVA-5520", "Customers can see prices of a closed vendor", Urgent),
        new("NOVA-5520", "Which roles can approve products?", Answered),
        new("OKAF-3105", "Bank transfer should stay open for three days", FollowedUp),
        new("OKAF-3105", "New vendors don't get a welcome email", Asked),
        new("OKAF-3105", "Database error in the vendor list", Priced, Investigation),
        new("OKAF-3105", "Exchange rates are not updated", Claimed),
        new("DUAR-9002", "Coupons stopped working after the last update", Agreed, Configuration),
        new("DUAR-9002", "Show allergens on the product page", Declined, Configuration),
        new("DUAR-9002", "Where can I change the footer text?", Asked),
        new("WHIT-6402", "Sizes are sorted alphabetically instead of by size", Asked),
        new("DUAR-9001", "Delivery slots for the weekend", Asked),
        new("LIND-2210", "Newsletter form rejects long addresses", Asked),
        new("LIND-2210", "Wrong totals in the yearly report", Urgent),
        new("LIND-2211", "Invoices are missing our tax number", Asked),
        new("OKAF-3105", "Search suggests products from blocked vendors", Asked),
        new("NOVA-5520", "Vendors can't reply to reviews", Asked),
    ];
}
